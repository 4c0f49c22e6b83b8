# The package set of the stub.  Every package is a tiny real derivation, built
# by the host's /bin/sh (the tests run Nix with `sandbox = false`).
{ system ? builtins.currentSystem
, localSystem ? null
, crossSystem ? null
, config ? { }
, overlays ? [ ]
, release
}:
let
  lib = import ../lib { inherit release; };
  rel = (import ../releases.nix).${release};
  cfg = if builtins.isFunction config then config { inherit pkgs lib; } else config;
  sys = if localSystem == null then system else localSystem.system or localSystem;
  isLinux = lib.hasSuffix "-linux" sys;
  isx86_64 = lib.hasPrefix "x86_64" sys;
  ldso = if isx86_64 then "ld-linux-x86-64.so.2" else "ld-linux-aarch64.so.1";
  hostPlatform = {
    system = sys;
    inherit isLinux isx86_64;
    isAarch64 = lib.hasPrefix "aarch64" sys;
    isDarwin = lib.hasSuffix "-darwin" sys;
    isi686 = sys == "i686-linux";
    is32bit = sys == "i686-linux";
    is64bit = sys != "i686-linux";
    isUnix = true;
    extensions.sharedLibrary = if isLinux then ".so" else ".dylib";
  };

  # ---- check-meta: refuse unfree packages the way nixpkgs does ------------
  allowUnfree = cfg.allowUnfree or false || builtins.getEnv "NIXPKGS_ALLOW_UNFREE" == "1";
  unfreeOk = attrs:
    allowUnfree
    || (cfg ? allowUnfreePredicate && builtins.isFunction cfg.allowUnfreePredicate && cfg.allowUnfreePredicate attrs)
    # allowUnfreePackages exists from 26.05 on
    || (lib.versionAtLeast (if release == "unstable" then "99" else release) "26.05" && lib.elem (lib.getName attrs) (cfg.allowUnfreePackages or [ ]));
  refuse = attrs: reason: rest: throw ''
    Package ‘${attrs.name}’ in stub-nixpkgs ${reason}, refusing to evaluate.
    ${rest}'';
  checkMeta = attrs:
    let
      m = attrs.meta or { };
      licenses = lib.toList (m.license or [ ]);
      plats = m.platforms or [ sys ];
    in
    if lib.any (l: !(l.free or true)) licenses && !unfreeOk attrs then
      refuse attrs "has an unfree license (‘${toString (map (l: l.shortName) licenses)}’)" ''
        Set config.allowUnfree = true, or
          config.allowUnfreePredicate = pkg: builtins.elem (lib.getName pkg) [ "${lib.getName attrs}" ];
        (NIXPKGS_ALLOW_UNFREE=1 works only with --impure.)
      ''
    else if m.broken or false && !(cfg.allowBroken or false) then refuse attrs "is marked as broken" ""
    else if !(lib.elem sys plats) then refuse attrs "is not available on the requested hostPlatform: ${sys}" ""
    else true;

  # ---- derivations --------------------------------------------------------
  bashPath = "/bin/bash"; # `nix develop` insists on a builder named bash
  # Ends every build: a shell replaces itself by its last program, those of coreutils close their output before they
  # exit, and Nix kills a builder whose output is closed ("failed due to signal 9").
  stay = ":";
  rawDrv = args: meta: passthru:
    let
      outputs = args.outputs or [ "out" ];
      name = args.name;
      strict = derivationStrict (removeAttrs args [ "meta" "passthru" ]);
      valid = checkMeta ({ inherit name meta; } // lib.optionalAttrs (args ? pname) { inherit (args) pname; } // lib.optionalAttrs (args ? version) { inherit (args) version; });
      common = args // passthru // lib.listToAttrs (map (o: lib.nameValuePair o (mk o)) outputs) // {
        inherit meta name outputs passthru;
        type = "derivation";
        drvAttrs = args;
        all = map mk outputs;
      };
      mk = o: common // {
        outputName = o;
        outPath = assert valid; strict.${o};
        drvPath = assert valid; strict.drvPath;
      } // lib.optionalAttrs (o != lib.head outputs) { outputSpecified = true; };
    in
    mk (lib.head outputs);

  stdAttrs = [ "buildInputs" "nativeBuildInputs" "propagatedBuildInputs" "propagatedNativeBuildInputs" "packages" "inputsFrom" ];
  mkDerivationFor = stdenv: fnOrAttrs:
    let
      args0 = if builtins.isFunction fnOrAttrs then fnOrAttrs (args0 // { finalPackage = drv; }) else fnOrAttrs;
      env = args0.env or { };
      clash = lib.filter (n: args0 ? ${n}) (lib.attrNames env);
      badEnv = lib.filter (n: let v = env.${n}; in !(lib.isDerivation v || builtins.isString v || builtins.isBool v || builtins.isInt v)) (lib.attrNames env);
      name = args0.name or "${args0.pname}-${args0.version}";
      args =
        if clash != [ ] then throw "mkDerivation: the `env` attribute set cannot contain any attributes passed to derivation. The following attributes are overlapping: ${toString clash}"
        else if badEnv != [ ] then throw "mkDerivation: the `env` attribute set can only contain derivation, string, boolean or integer attributes: ${toString badEnv}"
        else removeAttrs args0 [ "env" "meta" "passthru" ] // env // {
          inherit name stdenv;
          system = sys;
          builder = bashPath;
          args = [ "-e" ./generic-builder.sh ];
          outputs = args0.outputs or [ "out" ];
        } // lib.genAttrs (lib.take 4 stdAttrs) (n: args0.${n} or [ ]);
      meta = { name = name; } // args0.meta or { };
      drv = rawDrv args meta (args0.passthru or { }) // {
        overrideAttrs = f: mkDerivationFor stdenv (prev: let a = args0; in a // (if builtins.isFunction f then (let r = f a; in if builtins.isFunction r then f prev a else r) else f));
      };
    in
    drv;

  # A package without a toolchain: files created by /bin/sh.
  #   bins: programs in bin/;  libs: names in lib/;  incs: names in include/
  #   host: bins run the host's program of that name when there is one.
  #   caller: bins run the program of that name on the caller's PATH when there is one.
  pkg =
    { pname, version ? "1.0", bins ? [ ], libs ? [ ], incs ? [ ], outputs ? [ "out" ], host ? false, caller ? false
    , license ? lib.licenses.mit, mainProgram ? null, extra ? "", hook ? "", passthru ? { }, meta ? { }
    , propagated ? [ ], ...
    }@given:
    let
      name = "${pname}-${version}";
      has = o: lib.elem o outputs;
      out = o: fallback: if has o then "$" + o else if fallback == null then "$out" else fallback;
      libDir = if has "lib" then "$lib/lib" else "$out/lib";
      incDir = if has "include" then "$include/include" else if has "dev" then "$dev/include" else "$out/include";
      d = rawDrv {
        inherit name pname version outputs system;
        builder = "/bin/sh";
        PATH = "/usr/local/bin:/usr/bin:/bin";
        propagatedBuildInputs = propagated;
        hookText = hook;
        args = [ "-ec" ''
          for o in $outputs; do eval "d=\$$o"; mkdir -p "$d/nix-support"; echo "stub ${name} $o" > "$d/nix-support/stub"; done
          ${lib.optionalString (bins != [ ]) ''mkdir -p "$out/bin"''}
          ${lib.concatMapStrings (n: ''
            { echo '#!/bin/sh'; echo '# stub of ${name}'
              ${lib.optionalString caller "cat ${./caller.sh}"}
              ${lib.optionalString host "echo 'for d in /usr/local/bin /usr/bin /bin; do [ -x $d/${n} ] && exec $d/${n} \"$@\"; done'"}
              echo 'echo "${n} ${version} (stub)"'
            } > "$out/bin/${n}"; chmod +x "$out/bin/${n}"
          '') bins}
          mkdir -p "${libDir}"
          ${lib.concatMapStrings (n: ''
            # a real library of the host where there is one, so that LD_LIBRARY_PATH stays harmless
            h=; for d in /usr/lib/x86_64-linux-gnu /lib/x86_64-linux-gnu /usr/lib/aarch64-linux-gnu /usr/lib64; do [ -e $d/${n} ] && h=$d/${n}; done
            if [ -n "$h" ]; then ln -s "$h" "${libDir}/${n}"; else echo "stub ${name} ${n}" > "${libDir}/${n}"; fi
          '') libs}
          ${lib.optionalString (incs != [ ]) ''mkdir -p "${incDir}"''}
          ${lib.concatMapStrings (n: ''mkdir -p "$(dirname "${incDir}/${n}")"; echo "/* stub ${name} */" > "${incDir}/${n}"
          '') incs}
          ${lib.optionalString (propagated != [ ]) ''echo "$propagatedBuildInputs" > "$out/nix-support/propagated-build-inputs"''}
          ${lib.optionalString (hook != "") ''printf '%s\n' "$hookText" > "$out/nix-support/setup-hook"''}
          ${extra}
          ${stay}
        '' ];
      } ({ inherit license name; } // lib.optionalAttrs (mainProgram != null) { inherit mainProgram; } // meta) passthru;
    in
    d // {
      override = _: d;
      overrideAttrs = f: pkg (given // (let r = f (given // { inherit name; }); in removeAttrs r [ "name" "src" "hash" ]));
    };
  simple = pname: version: bins: pkg { inherit pname version bins; mainProgram = if bins == [ ] then pname else lib.head bins; };
  libPkg = pname: version: libs: pkg { inherit pname version libs; outputs = [ "out" "dev" ]; };
  hostTool = pname: bins: pkg { inherit pname bins; version = "1.0"; host = true; mainProgram = lib.head bins; };

  # ---- toolchain ----------------------------------------------------------
  gccVersions = { "11" = "11.5.0"; "12" = "12.4.0"; "13" = "13.4.0"; "14" = "14.3.0"; "15" = "15.2.0"; };
  glibc = pkg {
    pname = "glibc"; version = rel.glibc; outputs = [ "out" "bin" "dev" ];
    # never a libc.so.6: a LD_LIBRARY_PATH with it would break every host program
    extra = ''
      h=/lib64/${ldso}; [ -e $h ] || h=/lib/${ldso}
      ln -s $h "$out/lib/${ldso}"; echo stub > "$out/lib/libc.stub"
      mkdir -p "$bin/bin"; printf '#!/bin/sh\necho "ldconfig (stub)"\n' > "$bin/bin/ldconfig"; chmod +x "$bin/bin/ldconfig"
    '';
  };
  gccCc = v: pkg {
    pname = "gcc"; version = gccVersions.${v} or "${v}.1.0"; outputs = [ "out" "lib" ];
    libs = [ "libstdc++.so.6" "libgcc_s.so.1" "libgomp.so.1" ];
  };
  mkCc = ccPkg: let
    dyn = "${glibc}/lib/${ldso}";
    bintools = pkg { pname = "binutils-wrapper"; version = "2.44"; bins = [ "ld" "ar" "nm" "objcopy" "strip" "readelf" ]; host = true;
      extra = ''printf '%s\n' '${dyn}' > $out/nix-support/dynamic-linker''; } // { dynamicLinker = dyn; };
  in pkg {
    pname = "gcc-wrapper"; inherit (ccPkg) version; bins = [ "gcc" "g++" "cc" "c++" "cpp" ]; host = true; mainProgram = "gcc";
    extra = ''
      printf '%s\n' '${dyn}' > $out/nix-support/dynamic-linker
      printf '%s\n' '${ccPkg}' > $out/nix-support/orig-cc
    '';
    hook = ''
      export CC=gcc CXX=g++
    '';
    propagated = [ bintools ];
  } // { cc = ccPkg; libc = glibc; inherit bintools; isGNU = true; isClang = false; targetPrefix = ""; libcxx = null; };
  mkStdenv = cc:
    let
      initial = pkg {
        pname = "stub-initial-path"; host = true;
        bins = [ "cat" "cp" "ls" "mkdir" "rm" "mv" "ln" "env" "printenv" "sort" "head" "tail" "tr" "uname" "dirname" "basename" "readlink" "grep" "sed" "awk" "find" "xargs" "tar" "gzip" "make" "patch" "diff" "bash" "sh" "id" "date" "sleep" "chmod" "touch" "wc" "cut" "tee" "true" "false" "mktemp" "realpath" "stat" "seq" "test" "expr" "nproc" ];
      };
      drv = rawDrv {
        name = "stdenv-linux"; inherit system;
        builder = "/bin/sh"; PATH = "/usr/bin:/bin"; outputs = [ "out" ];
        args = [ "-ec" ''
          mkdir -p $out
          { echo 'initialPath="${initial}"'; echo 'defaultNativeBuildInputs="${lib.optionalString (cc != null) "${cc}"}"'; cat ${./setup.sh}; } > $out/setup
          ${stay}
        '' ];
      } { } { };
      stdenv = drv // {
        inherit cc hostPlatform;
        buildPlatform = hostPlatform;
        targetPlatform = hostPlatform;
        system = sys;
        inherit (hostPlatform) isLinux isDarwin isx86_64 isAarch64 isi686 is32bit is64bit;
        hasCC = cc != null;
        shell = bashPath;
        mkDerivation = mkDerivationFor drv;
      };
    in
    stdenv;

  mkShellFor = stdenv: lib.makeOverridable ({ stdenv }: { name ? "nix-shell", packages ? [ ], inputsFrom ? [ ], shellHook ? "", ... }@a:
    let
      merge = n: a.${n} or [ ] ++ lib.subtractLists inputsFrom (lib.flatten (lib.catAttrs n inputsFrom));
    in
    stdenv.mkDerivation (removeAttrs a [ "packages" "inputsFrom" "buildInputs" "nativeBuildInputs" "propagatedBuildInputs" "propagatedNativeBuildInputs" "shellHook" ] // {
      inherit name;
      buildInputs = merge "buildInputs";
      nativeBuildInputs = packages ++ merge "nativeBuildInputs";
      propagatedBuildInputs = merge "propagatedBuildInputs";
      propagatedNativeBuildInputs = merge "propagatedNativeBuildInputs";
      shellHook = lib.concatStringsSep "\n" (lib.catAttrs "shellHook" (lib.reverseList inputsFrom ++ [ a ]));
      meta = { };
    })) { inherit stdenv; };

  # ---- CUDA ---------------------------------------------------------------
  eula = lib.licenses.nvidiaCuda;
  cudaFull = {
    "11_4" = "11.4.4"; "11_8" = "11.8.0"; "12_0" = "12.0.1"; "12_1" = "12.1.1"; "12_2" = "12.2.2"; "12_3" = "12.3.2"; "12_4" = "12.4.1"; "12_5" = "12.5.1"; "12_6" = "12.6.3";
    "12_8" = "12.8.1"; "12_9" = "12.9.1"; "13_0" = "13.0.3"; "13_1" = "13.1.1"; "13_2" = "13.2.1"; "13_3" = "13.3.0";
  };
  # the default gcc, or the newest that nvcc of this CUDA release accepts
  cudaGcc = mm: rel.hostGcc.${mm} or (lib.head rel.gccs);
  mkCuda = mm: lib.makeScope (extra: fn: args: lib.callPackageWith (pkgs // extra) fn args) (cself:
    let
      version = cudaFull.${mm} or (lib.replaceStrings [ "_" ] [ "." ] mm + ".0");
      major = lib.versions.major version;
      redist = pname: a: pkg ({ inherit pname version; license = eula; meta.platforms = [ "x86_64-linux" "aarch64-linux" ]; } // a);
      split = pname: libs: incs: redist pname { inherit libs incs; outputs = [ "out" "dev" "include" "lib" "static" "stubs" ]; };
      so = n: [ "lib${n}.so" "lib${n}.so.${major}" ];
      gcc = cudaGcc mm;
      is13 = lib.versionAtLeast version "13";
      merged = { pname, version, paths, passthru ? { } }: pkgs.symlinkJoin { name = "${pname}-${version}"; inherit paths; license = eula; } // { inherit pname version; } // passthru;
      outs = p: map (o: p.${o}) (lib.filter (o: o != "static") p.outputs);
      parts = with cself; [ cuda_cuobjdump cuda_gdb cuda_nvcc cuda_nvdisasm cuda_nvprune cuda_cccl cuda_cudart cuda_cupti cuda_nvml_dev cuda_nvrtc cuda_nvtx cuda_profiler_api libcublas libcufft libcurand libcusolver libcusparse libnpp ] ++ lib.optional is13 cself.cuda_crt;
    in
    {
      cudaMajorMinorVersion = lib.versions.majorMinor version;
      cudaMajorVersion = major;
      cudaOlder = lib.versionOlder version;
      cudaAtLeast = lib.versionAtLeast version;
      cudaVersion = if lib.elem release [ "26.05" "unstable" ] then throw "cudaPackages.cudaVersion has been removed, use cudaPackages.cudaMajorMinorVersion" else lib.versions.majorMinor version;
      backendStdenv = mkStdenv (mkCc (gccCc gcc));
      flags = rec { cudaCapabilities = cfg.cudaCapabilities or [ "7.5" "8.0" "8.6" "8.9" "9.0" ]; cmakeCudaArchitecturesString = lib.concatMapStringsSep ";" (lib.replaceStrings [ "." ] [ "" ]) cudaCapabilities; cudaForwardCompat = cfg.cudaForwardCompat or true; };
      setupCudaHook = pkg { pname = "setup-cuda-hook"; hook = "export CUDA_STUB_HOOK=1"; };
      cuda_nvcc = redist "cuda_nvcc" { bins = [ "nvcc" "ptxas" "fatbinary" "cudafe++" "nvlink" ]; incs = [ "nvcc_stub.h" "crt/host_config.h" ]; mainProgram = "nvcc"; propagated = [ cself.setupCudaHook ];
        extra = "mkdir -p $out/nvvm/bin $out/nvvm/libdevice; echo stub > $out/nvvm/libdevice/libdevice.10.bc"; };
      cuda_cudart = redist "cuda_cudart" { libs = so "cudart"; incs = [ "cuda.h" "cuda_runtime.h" "cuda_runtime_api.h" ]; outputs = [ "out" "dev" "include" "lib" "static" "stubs" ];
        extra = ''mkdir -p "$stubs/lib/stubs"; echo stub > "$stubs/lib/stubs/libcuda.so"''; };
      cuda_cccl = redist "cuda_cccl" { incs = [ "thrust/version.h" "cub/cub.cuh" ]; outputs = [ "out" "dev" "include" ]; };
      cccl = cself.cuda_cccl;
      cuda_cupti = split "cuda_cupti" (so "cupti") [ "cupti.h" ];
      cuda_nvrtc = split "cuda_nvrtc" (so "nvrtc") [ "nvrtc.h" ];
      cuda_nvtx = split "cuda_nvtx" (so "nvToolsExt") [ "nvtx3/nvToolsExt.h" ];
      cuda_nvml_dev = split "cuda_nvml_dev" [ ] [ "nvml.h" ];
      cuda_profiler_api = redist "cuda_profiler_api" { incs = [ "cuda_profiler_api.h" ]; };
      cuda_cuobjdump = redist "cuda_cuobjdump" { bins = [ "cuobjdump" ]; };
      cuda_nvdisasm = redist "cuda_nvdisasm" { bins = [ "nvdisasm" ]; };
      cuda_nvprune = redist "cuda_nvprune" { bins = [ "nvprune" ]; };
      cuda_gdb = redist "cuda_gdb" { bins = [ "cuda-gdb" ]; };
      cuda_sanitizer_api = redist "cuda_sanitizer_api" { bins = [ "compute-sanitizer" ]; };
      libcublas = split "libcublas" (so "cublas" ++ so "cublasLt") [ "cublas_v2.h" ];
      libcufft = split "libcufft" (so "cufft") [ "cufft.h" ];
      libcufile = split "libcufile" (so "cufile") [ "cufile.h" ];
      libcurand = split "libcurand" (so "curand") [ "curand.h" ];
      libcusolver = split "libcusolver" (so "cusolver") [ "cusolverDn.h" ];
      libcusparse = split "libcusparse" (so "cusparse") [ "cusparse.h" ];
      libcusparse_lt = split "libcusparse_lt" (so "cusparseLt") [ "cusparseLt.h" ];
      libnvjitlink = split "libnvjitlink" (so "nvJitLink") [ "nvJitLink.h" ];
      libnpp = split "libnpp" (so "nppc") [ "npp.h" ];
      cudnn = redist "cudnn" { version = "9.13.0.50"; libs = [ "libcudnn.so" "libcudnn.so.9" ]; incs = [ "cudnn.h" ]; outputs = [ "out" "dev" "include" "lib" "static" ]; license = lib.licenses.unfreeRedistributable; };
      nccl = pkg { pname = "nccl"; version = "2.28.7-1"; libs = [ "libnccl.so" "libnccl.so.2" ]; incs = [ "nccl.h" ]; outputs = [ "out" "dev" ]; license = lib.licenses.bsd3; };
      cutensor = split "cutensor" (so "cutensor") [ "cutensor.h" ];
      tensorrt = redist "tensorrt" { version = "10.14.1"; libs = [ "libnvinfer.so" ]; incs = [ "NvInfer.h" ]; outputs = [ "out" "dev" "include" "lib" ]; };
      cutlass = pkg { pname = "cutlass"; version = "4.2.1"; incs = [ "cutlass/cutlass.h" ]; };
      nsight_compute = redist "nsight_compute" { bins = [ "ncu" ]; };
      nsight_systems = redist "nsight_systems" { bins = [ "nsys" ]; };
      cudatoolkit = merged { pname = "cuda-merged"; version = lib.versions.majorMinor version; paths = lib.concatMap outs parts;
        passthru = { cc = cself.backendStdenv.cc; lib = merged { pname = "cuda-merged"; version = "${lib.versions.majorMinor version}-lib"; paths = map lib.getLib parts; }; }; };
    } // lib.optionalAttrs is13 {
      cuda_crt = redist "cuda_crt" { incs = [ "crt/math_functions.h" ]; };
      libnvvm = redist "libnvvm" { };
    });
  cudaThrow = mm: let v = lib.replaceStrings [ "_" ] [ "." ] mm; in throw "CUDA ${v} has been removed from Nixpkgs, as it is unmaintained upstream and depends on unsupported compilers";

  # ---- kernel / driver ----------------------------------------------------
  mkDriver = { version, pname ? "nvidia-x11", open ? lib.versionAtLeast version "515", ... }: pkg {
    inherit pname version; bins = [ "nvidia-smi" "nvidia-cuda-mps-control" "nvidia-cuda-mps-server" "nvidia-debugdump" "nvidia-powerd" ]; libs = [ "libcuda.so" "libcuda.so.1" "libnvidia-ml.so.1" ];
    outputs = [ "out" "bin" ]; license = lib.licenses.unfree; extra = ''mkdir -p $bin/bin'';
    passthru = {
      mod = pkg { inherit pname version; license = lib.licenses.unfree; };
      lib32 = pkg { inherit pname version; license = lib.licenses.unfree; };
      settings = pkg { pname = "nvidia-settings"; inherit version; bins = [ "nvidia-settings" ]; mainProgram = "nvidia-settings"; license = lib.licenses.unfreeRedistributable; };
      persistenced = pkg { pname = "nvidia-persistenced"; inherit version; bins = [ "nvidia-persistenced" ]; mainProgram = "nvidia-persistenced"; license = lib.licenses.unfreeRedistributable; };
      fabricmanager = pkg { pname = "fabricmanager"; inherit version; bins = [ "nv-fabricmanager" ]; mainProgram = "nv-fabricmanager"; license = lib.licenses.unfreeRedistributable; };
      useProfiles = true;
      ibtSupport = lib.versionAtLeast version "530";
    } // (if open then { open = pkg { pname = "nvidia-open"; inherit version; }; firmware = pkg { pname = "nvidia-x11"; inherit version; license = lib.licenses.unfree; }; } else { open = null; });
  };
  nvidiaPackages = rec {
    inherit mkDriver;
    production = mkDriver { version = rel.nvidia; };
    stable = production; latest = production; beta = production; new_feature = production; bleeding_edge = production;
    vulkan_beta = production;
    dc = dc_580; dc_580 = mkDriver { pname = "nvidia-dc"; version = "580.159.04"; };
    legacy_580 = mkDriver { version = "580.173.02"; };
    legacy_535 = mkDriver { version = "535.288.01"; };
    legacy_470 = mkDriver { version = "470.256.02"; open = false; };
    legacy_390 = mkDriver { version = "390.157"; open = false; };
  };
  kernelPackagesFor = version: rec {
    kernel = pkg { pname = "linux"; inherit version; } // { kernelAtLeast = lib.versionAtLeast version; kernelOlder = lib.versionOlder version; features.ia32Emulation = true; };
    inherit nvidiaPackages;
    nvidia_x11 = nvidiaPackages.stable;
    nvidia_x11_production = nvidiaPackages.production;
    nvidia_x11_beta = nvidiaPackages.beta;
    virtualboxGuestAdditions = pkg { pname = "virtualbox-guest-additions"; };
  };

  x = n: libPkg n "1.8" [ "${n}.so" ];
  xorgNames = [ "libX11" "libXext" "libXrender" "libSM" "libICE" "libxcb" "libXi" "libXmu" "libXv" "libXrandr" "libXcursor" "libXfixes" "libXinerama" "xrandr" "xf86videoamdgpu" ];

  python = mm: pkg {
    pname = "python3"; version = "${mm}.9"; bins = [ "python${mm}" ]; caller = true; extra = ''ln -s python${mm} $out/bin/python3; ln -s python${mm} $out/bin/python''; libs = [ "libpython${mm}.stub" ]; mainProgram = "python${mm}";
    passthru = { pythonVersion = mm; sitePackages = "lib/python${mm}/site-packages"; interpreter = "python${mm}";
      pkgs = { pip = simple "pip" "25.0" [ "pip" ]; setuptools = simple "setuptools" "80" [ ]; wheel = simple "wheel" "0.45" [ ]; virtualenv = simple "virtualenv" "20" [ "virtualenv" ]; packaging = simple "packaging" "25" [ ]; };
      withPackages = f: let d = python mm; in lib.seq (f d.pkgs) d; };
  };

  base = final: {
    inherit lib system;
    config = { allowUnfree = false; cudaSupport = false; } // cfg;
    stdenv = mkStdenv (mkCc (gccCc rel.gcc));
    stdenvNoCC = mkStdenv null;
    overrideCC = _: cc: mkStdenv cc;
    mkShell = mkShellFor final.stdenv;
    mkShellNoCC = mkShellFor final.stdenvNoCC;
    mkDerivation = throw "mkDerivation is in stdenv";
    inherit glibc;
    callPackage = fn: args: lib.callPackageWith final fn args;
    callPackages = final.callPackage;
    newScope = extra: fn: args: lib.callPackageWith (final // extra) fn args;
    hostPlatform = hostPlatform;
    inherit (final.stdenv) buildPlatform;
    extend = o: import ./default.nix { inherit system config release; overlays = overlays ++ [ o ]; };

    # trivial builders
    symlinkJoin = { name ? "${a.pname}-${a.version}", paths, postBuild ? "", license ? lib.licenses.mit, pname ? name, version ? "", passthru ? { }, nativeBuildInputs ? [ ], meta ? { }, ... }@a: rawDrv {
      inherit name system; outputs = [ "out" ]; builder = bashPath; PATH = lib.concatMapStrings (p: "${p}/bin:") nativeBuildInputs + "/usr/bin:/bin";
      paths = lib.flatten paths;
      args = [ "-ec" ''
        mkdir -p $out
        for p in $paths; do
          (cd $p && find . -mindepth 1 -type d ! -path './nix-support*' -exec mkdir -p "$out/{}" \; && find . ! -type d ! -path './nix-support*') | while read -r f; do
            [ -e "$out/$f" ] || [ -L "$out/$f" ] || ln -s "$p/$f" "$out/$f"; done
        done
        mkdir -p $out/nix-support; echo "stub ${name}" > $out/nix-support/stub
        ${postBuild}
        ${stay}
      '' ];
    } ({ inherit license name; } // meta) passthru;
    buildEnv = { name, paths, pathsToLink ? [ "/" ], extraPrefix ? "", postBuild ? "", ignoreCollisions ? false, passthru ? { }, meta ? { }, ... }: final.symlinkJoin { inherit name paths postBuild; };
    runCommand = name: env: script: rawDrv (removeAttrs env [ "meta" "passthru" "nativeBuildInputs" "buildInputs" ] // { inherit name system; outputs = [ "out" ]; builder = bashPath; PATH = lib.concatMapStrings (p: "${p}/bin:") (env.nativeBuildInputs or [ ]) + "/usr/bin:/bin"; args = [ "-ec" "${script}\n${stay}" ]; }) (env.meta or { }) (env.passthru or { });
    runCommandLocal = final.runCommand;
    writeText = name: text: final.runCommand name { inherit text; passAsFile = [ "text" ]; } ''cp "$textPath" $out'';
    writeTextFile = { name, text, executable ? false, destination ? "", ... }: final.runCommand name { inherit text; passAsFile = [ "text" ]; } ''mkdir -p "$(dirname "$out${destination}")"; cp "$textPath" "$out${destination}"; ${lib.optionalString executable ''chmod +x "$out${destination}"''}'';
    writeTextDir = p: text: final.writeTextFile { name = baseNameOf p; inherit text; destination = "/${p}"; };
    writeScript = name: text: final.writeTextFile { inherit name text; executable = true; };
    writeShellScript = name: text: final.writeScript name "#!${bashPath}\n${text}\n";
    writeScriptBin = name: text: final.writeTextFile { inherit name text; executable = true; destination = "/bin/${name}"; } // { meta.mainProgram = name; };
    writeShellScriptBin = name: text: final.writeScriptBin name "#!${bashPath}\n${text}\n";
    writeShellApplication = { name, text, runtimeInputs ? [ ], ... }: final.writeShellScriptBin name "set -euo pipefail\nexport PATH=\"${lib.makeBinPath runtimeInputs}:$PATH\"\n${text}";
    linkFarm = name: entries: final.runCommand name { } ''mkdir -p $out; ${lib.concatMapStrings (e: "ln -s ${e.path} $out/${e.name}\n") entries}'';
    buildFHSEnv = { name ? a.pname, targetPkgs ? (_: [ ]), multiPkgs ? (_: [ ]), profile ? "", runScript ? "bash", ... }@a: let d = final.writeShellScriptBin name "exec ${runScript} \"$@\""; in lib.seq (targetPkgs final) (d // { env = final.mkShellNoCC { inherit name; packages = targetPkgs final; shellHook = profile; }; });
    formats = lib.genAttrs [ "keyValue" "json" "toml" "yaml" "ini" ] (f: _: { type = (lib.types or { attrsOf = _: null; anything = null; }).attrsOf (lib.types.anything or null); generate = n: v: final.writeText n (builtins.toJSON v); });
    substituteAll = throw "substituteAll has been removed, use replaceVars";

    # toolchain
    gcc = mkCc (gccCc rel.gcc);
    gcc-unwrapped = gccCc rel.gcc;
    clang = simple "clang" "21.1.2" [ "clang" "clang++" ];
    binutils = hostTool "binutils" [ "ld" "objdump" "readelf" ];
    bash = hostTool "bash" [ "bash" "sh" ];
    bashInteractive = hostTool "bash-interactive" [ "bash" "sh" ];
    runtimeShell = bashPath;
    cudaPackages = final."cudaPackages_${rel.defaultCuda}";
    cudaPackages_12 = final."cudaPackages_${lib.last (lib.filter (lib.hasPrefix "12_") rel.cuda)}";
    cudatoolkit = final.cudaPackages.cudatoolkit;
    linuxPackages = kernelPackagesFor "6.12.58";
    linuxPackages_latest = kernelPackagesFor "6.17.8";
    linuxPackagesFor = _: kernelPackagesFor "6.12.58";
    pkgsi686Linux = final;
    xorg = lib.genAttrs xorgNames x;
    addDriverRunpath = pkg { pname = "add-driver-runpath"; hook = ":"; } // { driverLink = "/run/opengl-driver"; };
    addOpenGLRunpath = if lib.elem release [ "24.05" "24.11" ] then final.addDriverRunpath else throw "addOpenGLRunpath has been removed. Use addDriverRunpath instead.";
    autoAddDriverRunpath = pkg { pname = "auto-add-driver-runpath"; hook = ":"; };
    makeWrapper = pkg { pname = "make-wrapper"; hook = ":"; };
    autoPatchelfHook = pkg { pname = "auto-patchelf"; hook = ":"; };

    # programs
    uv = pkg { pname = "uv"; version = "0.9.10"; bins = [ "uv" "uvx" ]; caller = true; mainProgram = "uv"; };
    git = hostTool "git" [ "git" ];
    curl = pkg { pname = "curl"; version = "8.16.0"; bins = [ "curl" ]; host = true; libs = [ "libcurl.so.4" ]; };
    wget = hostTool "wget" [ "wget" ];
    jq = hostTool "jq" [ "jq" ];
    which = pkg { pname = "which"; version = "2.23"; mainProgram = "which"; extra = ''mkdir -p $out/bin; printf '#!/bin/sh\nr=0; for n; do command -v "$n" || r=1; done; exit $r\n' > $out/bin/which; chmod +x $out/bin/which''; };
    coreutils = hostTool "coreutils" [ "ls" "cat" "env" "printenv" "rm" "cp" ];
    gnugrep = hostTool "gnugrep" [ "grep" ];
    gnused = hostTool "gnused" [ "sed" ];
    gawk = hostTool "gawk" [ "awk" ];
    findutils = hostTool "findutils" [ "find" "xargs" ];
    gnumake = hostTool "gnumake" [ "make" ];
    procps = hostTool "procps" [ "ps" "free" ];
    pciutils = simple "pciutils" "3.14" [ "lspci" ];
    ninja = simple "ninja" "1.13.1" [ "ninja" ];
    cmake = simple "cmake" "4.1.2" [ "cmake" "ctest" ];
    pkg-config = pkg { pname = "pkg-config-wrapper"; version = "0.29.2"; bins = [ "pkg-config" ]; mainProgram = "pkg-config"; };
    patchelf = simple "patchelf" "0.15.2" [ "patchelf" ];
    ruff = simple "ruff" "0.14" [ "ruff" ]; ccache = simple "ccache" "4.12" [ "ccache" ]; sccache = simple "sccache" "0.12" [ "sccache" ]; direnv = simple "direnv" "2.37" [ "direnv" ]; nix-direnv = simple "nix-direnv" "3.1" [ ];
    nix-ld = pkg { pname = "nix-ld"; version = "2.0.5"; extra = "mkdir -p $out/libexec; echo stub > $out/libexec/nix-ld"; };
    nvtopPackages = { full = simple "nvtop" "3.2" [ "nvtop" ]; nvidia = simple "nvtop" "3.2" [ "nvtop" ]; };
    htop = simple "htop" "3.4" [ "htop" ]; tmux = simple "tmux" "3.5" [ "tmux" ]; gdb = simple "gdb" "16" [ "gdb" ]; nodejs = hostTool "nodejs" [ "node" "npm" ]; pre-commit = simple "pre-commit" "4" [ "pre-commit" ]; just = simple "just" "1" [ "just" ]; git-lfs = simple "git-lfs" "3" [ "git-lfs" ];
    pyright = simple "pyright" "1" [ "pyright" ]; basedpyright = simple "basedpyright" "1" [ "basedpyright" ]; ffmpeg = simple "ffmpeg" "8.0" [ "ffmpeg" ]; nixfmt = simple "nixfmt" "1" [ "nixfmt" ]; nixfmt-rfc-style = final.nixfmt;
    ncdu = simple "ncdu" "2" [ "ncdu" ]; openmpi = simple "openmpi" "5" [ "mpirun" ]; kbd = simple "kbd" "2" [ ]; systemd = simple "systemd" "258" [ "systemctl" "udevadm" ]; cacert = pkg { pname = "nss-cacert"; };
    nvidia-container-toolkit = pkg { pname = "nvidia-container-toolkit"; version = "1.18"; bins = [ "nvidia-ctk" ]; outputs = [ "out" "tools" ]; };
    libnvidia-container = simple "libnvidia-container" "1.18" [ "nvidia-container-cli" ];
    nvidia-vaapi-driver = libPkg "nvidia-vaapi-driver" "0.0.14" [ "nvidia_drv_video.so" ];
    docker = simple "docker" "28.5" [ "docker" ];
    python3 = python rel.python;
    python = final.python3;
    python3Packages = final.python3.pkgs;

    # libraries
    zlib = libPkg "zlib" "1.3.1" [ "libz.so.1" ]; zstd = libPkg "zstd" "1.5.7" [ "libzstd.so.1" ]; bzip2 = libPkg "bzip2" "1.0.8" [ "libbz2.so.1" ]; xz = libPkg "xz" "5.8.1" [ "liblzma.so.5" ];
    glib = libPkg "glib" "2.86.1" [ "libglib-2.0.so.0" "libgthread-2.0.so.0" ]; libGL = libPkg "libGL" "1.7.0" [ "libGL.so.1" ]; libglvnd = libPkg "libglvnd" "1.7.0" [ "libGL.so.1" ]; libGLU = libPkg "glu" "9.0.3" [ "libGLU.so.1" ];
    openssl = libPkg "openssl" "3.6.0" [ "libssl.so.3" "libcrypto.so.3" ]; libffi = libPkg "libffi" "3.5.2" [ "libffi.so.8" ]; ncurses = libPkg "ncurses" "6.5" [ "libncursesw.so.6" ]; readline = libPkg "readline" "8.3" [ "libreadline.so.8" ]; sqlite = libPkg "sqlite" "3.50" [ "libsqlite3.so.0" ];
    expat = libPkg "expat" "2.7" [ "libexpat.so.1" ]; libxml2 = libPkg "libxml2" "2.15" [ "libxml2.stub" ]; libuuid = libPkg "util-linux-minimal" "2.41" [ "libuuid.so.1" ]; util-linux = libPkg "util-linux" "2.41" [ "libuuid.so.1" ]; libxcrypt = libPkg "libxcrypt" "4.4" [ "libcrypt.so.2" ]; libxcrypt-legacy = libPkg "libxcrypt" "4.4-legacy" [ "libcrypt.so.1" ];
    attr = libPkg "attr" "2.5" [ "libattr.so.1" ]; acl = libPkg "acl" "2.3" [ "libacl.so.1" ]; libssh = libPkg "libssh" "0.11" [ "libssh.so.4" ]; libsodium = libPkg "libsodium" "1.0.20" [ "libsodium.so.26" ]; fontconfig = libPkg "fontconfig" "2.17" [ "libfontconfig.so.1" ]; freetype = libPkg "freetype" "2.13" [ "libfreetype.so.6" ];
    numactl = libPkg "numactl" "2.0.18" [ "libnuma.so.1" ]; rdma-core = libPkg "rdma-core" "60" [ "libibverbs.so.1" ]; ucx = libPkg "ucx" "1.19" [ "libucp.so.0" ]; libsndfile = libPkg "libsndfile" "1.2" [ "libsndfile.so.1" ]; openblas = libPkg "openblas" "0.3.30" [ "libopenblas.stub" ]; elfutils = libPkg "elfutils" "0.194" [ "libelf.so.1" ]; libelf = libPkg "libelf" "0.8" [ "libelf.so.1" ]; icu = libPkg "icu4c" "76" [ "libicuuc.stub" ]; libdrm = libPkg "libdrm" "2.4" [ "libdrm.so.2" ]; vulkan-loader = libPkg "vulkan-loader" "1.4" [ "libvulkan.so.1" ]; dbus = libPkg "dbus" "1.14" [ "libdbus-1.so.3" ]; nss = libPkg "nss" "3" [ "libnss3.so" ]; nspr = libPkg "nspr" "4" [ "libnspr4.so" ];
    mesa = libPkg "mesa" "25.2" [ "libgallium.stub" ] // { drivers = if lib.elem release [ "24.05" "24.11" ] then libPkg "mesa-drivers" "24" [ ] else throw "mesa.drivers is deprecated, use mesa directly"; };
    egl-wayland = libPkg "egl-wayland" "1.1" [ ]; egl-wayland2 = libPkg "egl-wayland2" "1.0" [ ]; egl-gbm = libPkg "egl-gbm" "1.1" [ ]; egl-x11 = libPkg "egl-x11" "1.0" [ ];
    xrandr = final.xorg.xrandr; xf86-video-amdgpu = final.xorg.xf86videoamdgpu;
  }
  // lib.listToAttrs (map (mm: lib.nameValuePair "cudaPackages_${mm}" (mkCuda mm)) rel.cuda)
  // lib.listToAttrs (map (mm: lib.nameValuePair "cudaPackages_${mm}" (cudaThrow mm)) rel.removed)
  // lib.listToAttrs (map (v: lib.nameValuePair "gcc${v}" (mkCc (gccCc v))) rel.gccs)
  // lib.listToAttrs (map (v: lib.nameValuePair "gcc${v}Stdenv" (mkStdenv (mkCc (gccCc v)))) rel.gccs)
  // lib.listToAttrs (map (v: lib.nameValuePair "gcc${v}" (throw "gcc${v} has been removed from Nixpkgs, as it is unmaintained and obsolete")) (lib.subtractLists rel.gccs [ "9" "10" "11" "12" ]))
  // lib.listToAttrs (map (v: lib.nameValuePair "python${v}" (python "3.${lib.substring 1 2 v}")) rel.pythons)
  // lib.listToAttrs (map (v: lib.nameValuePair "python${v}" (throw "python${v} has been removed from nixpkgs as it is end of life")) (lib.subtractLists rel.pythons [ "38" "39" "310" ]))
  // lib.optionalAttrs (cfg.allowAliases or true) { pkgconfig = throw "'pkgconfig' has been renamed to/replaced by 'pkg-config'"; buildFHSUserEnv = throw "'buildFHSUserEnv' has been renamed to/replaced by 'buildFHSEnv'"; };

  pkgs = lib.fix (lib.extends (lib.composeManyExtensions overlays) base);
in
pkgs
