# A small re-implementation of the part of nixpkgs' `lib` that dev-shell flakes
# use.  Written for these tests; an attribute that is not here fails just as
# a misspelt one fails with the real lib.
{ release ? "26.05" }:
let
  b = builtins;
  lib = rec {
    inherit (b)
      all any attrNames attrValues compareVersions concatLists concatMap concatStringsSep
      elem elemAt filter foldl' fromJSON functionArgs genList getAttr hasAttr head intersectAttrs
      isAttrs isBool isFloat isFunction isInt isList isPath isString length lessThan listToAttrs
      map mapAttrs match partition pathExists readFile removeAttrs replaceStrings seq deepSeq sort
      split stringLength substring tail toJSON trace tryEval typeOf unsafeGetAttrPos zipAttrsWith
      groupBy catAttrs isNull ceil floor;

    # --- trivial
    id = x: x;
    const = x: _: x;
    flip = f: x: y: f y x;
    pipe = foldl' (x: f: f x);
    boolToString = x: if x then "true" else "false";
    min = x: y: if x < y then x else y;
    max = x: y: if x > y then x else y;
    mod = x: y: x - y * (x / y);
    importJSON = p: fromJSON (readFile p);
    importTOML = p: b.fromTOML (readFile p);
    toFunction = v: if isFunction v then v else _: v;
    isInOldestRelease = _: true;
    warn = msg: v: trace "evaluation warning: ${msg}" v;
    warnIf = c: msg: if c then warn msg else id;
    warnIfNot = c: warnIf (!c);
    throwIf = c: msg: if c then throw msg else id;
    throwIfNot = c: throwIf (!c);
    assertMsg = pred: msg: pred || throw msg;
    assertOneOf = n: v: xs: assertMsg (elem v xs) "${n} must be one of ${toJSON xs}, but is: ${toJSON v}";
    defaultTo = d: v: if v == null then d else v;
    mapNullable = f: a: if a == null then a else f a;
    trivial = { inherit release; version = "${release}.stub"; codeName = "Stub"; inherit id const flip pipe importJSON importTOML warn warnIf throwIf throwIfNot min max mod boolToString; };
    version = "${release}.stub";

    # --- fixed points, overrides
    fix = f: let x = f x; in x;
    extends = overlay: f: final: let prev = f final; in prev // overlay final prev;
    composeExtensions = f: g: final: prev: let a = f final prev; p' = prev // a; in a // g final p';
    composeManyExtensions = b.foldl' (a: e: composeExtensions a e) (_: _: { });
    makeOverridable = f: args:
      let
        result = f args;
        override = new: makeOverridable f (args // (if isFunction new then new args else new));
      in
      if isAttrs result then result // { inherit override; } else
      if isFunction result then { __functor = _: result; inherit override; } else result;
    makeScope = newScope: f:
      let self = f self // {
            newScope = scope: newScope (self // scope);
            callPackage = self.newScope { };
            overrideScope = g: makeScope newScope (extends g f);
            packages = f;
          };
      in self;
    callPackageWith = auto: fn: args:
      let
        f = if isFunction fn then fn else import fn;
        fargs = functionArgs f;
        found = intersectAttrs fargs auto;
        all' = found // args;
        missing = filter (n: !(all' ? ${n}) && !fargs.${n}) (attrNames fargs);
      in
      if missing != [ ]
      then throw "Function called without required argument \"${head missing}\""
      else makeOverridable f all';

    # --- attrsets
    nameValuePair = name: value: { inherit name value; };
    genAttrs = names: f: listToAttrs (map (n: nameValuePair n (f n)) names);
    genAttrs' = xs: f: listToAttrs (map f xs);
    mapAttrs' = f: s: listToAttrs (map (n: f n s.${n}) (attrNames s));
    mapAttrsToList = f: s: map (n: f n s.${n}) (attrNames s);
    attrsToList = mapAttrsToList nameValuePair;
    filterAttrs = p: s: removeAttrs s (filter (n: !(p n s.${n})) (attrNames s));
    concatMapAttrs = f: s: foldl' (a: n: a // f n s.${n}) { } (attrNames s);
    mergeAttrsList = foldl' (x: y: x // y) { };
    foldAttrs = op: nul: l: zipAttrsWith (_: vs: foldr op nul vs) l;
    optionalAttrs = c: s: if c then s else { };
    attrVals = ns: s: map (n: s.${n}) ns;
    getAttrs = ns: s: genAttrs ns (n: s.${n});
    hasAttrByPath = p: s: p == [ ] || (isAttrs s && s ? ${head p} && hasAttrByPath (tail p) s.${head p});
    attrByPath = p: d: s: if hasAttrByPath p s then foldl' (x: n: x.${n}) s p else d;
    getAttrFromPath = p: s: attrByPath p (throw "cannot find attribute '${concatStringsSep "." p}'") s;
    setAttrByPath = p: v: if p == [ ] then v else { ${head p} = setAttrByPath (tail p) v; };
    recursiveUpdate = l: r: l // mapAttrs (n: v: if isAttrs v && isAttrs (l.${n} or null) && !isDerivation v then recursiveUpdate l.${n} v else v) r;
    isDerivation = x: x.type or null == "derivation";
    recurseIntoAttrs = s: s // { recurseForDerivations = true; };
    dontRecurseIntoAttrs = s: s // { recurseForDerivations = false; };
    getOutput = o: p: if !(p.outputSpecified or false) then p.${o} or p.out or p else p;
    getFirstOutput = os: p: let o = findFirst (x: p ? ${x}) null os; in if (p.outputSpecified or false) || o == null then p else p.${o};
    getBin = getOutput "bin";
    getLib = getFirstOutput [ "lib" "out" ];
    getDev = getFirstOutput [ "dev" "out" ];
    getStatic = getFirstOutput [ "static" "lib" "out" ];
    getInclude = getFirstOutput [ "include" "dev" "out" ];
    getMan = getOutput "man";
    chooseDevOutputs = map getDev;
    attrsets = lib;

    # --- lists
    foldr = op: nul: l: let n = length l; go = i: if i == n then nul else op (elemAt l i) (go (i + 1)); in go 0;
    fold = foldr;
    singleton = x: [ x ];
    toList = x: if isList x then x else [ x ];
    optional = c: x: if c then [ x ] else [ ];
    optionals = c: x: if c then x else [ ];
    last = l: elemAt l (length l - 1);
    init = l: genList (elemAt l) (length l - 1);
    take = n: l: genList (elemAt l) (min n (length l));
    drop = n: l: genList (i: elemAt l (i + n)) (max 0 (length l - n));
    range = a: z: if a > z then [ ] else genList (i: a + i) (z - a + 1);
    unique = foldl' (a: x: if elem x a then a else a ++ [ x ]) [ ];
    flatten = x: if isList x then concatMap flatten x else [ x ];
    findFirst = p: d: l: let r = filter p l; in if r == [ ] then d else head r;
    remove = e: filter (x: x != e);
    subtractLists = e: filter (x: !(elem x e));
    intersectLists = e: filter (x: elem x e);
    count = p: l: length (filter p l);
    imap0 = f: l: genList (i: f i (elemAt l i)) (length l);
    imap1 = f: l: genList (i: f (i + 1) (elemAt l i)) (length l);
    forEach = xs: f: map f xs;
    zipListsWith = f: x: y: genList (i: f (elemAt x i) (elemAt y i)) (min (length x) (length y));
    zipLists = zipListsWith (fst: snd: { inherit fst snd; });
    cartesianProduct = foldl' (acc: x: acc) [ ];
    reverseList = l: let n = length l; in genList (i: elemAt l (n - 1 - i)) n;
    naturalSort = sort lessThan;
    lists = lib;

    # --- strings
    concatStrings = concatStringsSep "";
    concatMapStrings = f: l: concatStrings (map f l);
    concatMapStringsSep = sep: f: l: concatStringsSep sep (map f l);
    concatMapAttrsStringSep = sep: f: s: concatStringsSep sep (mapAttrsToList f s);
    concatImapStringsSep = sep: f: l: concatStringsSep sep (imap1 f l);
    concatLines = concatMapStrings (s: s + "\n");
    optionalString = c: s: if c then s else "";
    intersperse = sep: l: if l == [ ] then [ ] else tail (concatMap (x: [ sep x ]) l);
    stringToCharacters = s: genList (i: substring i 1 s) (stringLength s);
    hasPrefix = p: s: substring 0 (stringLength p) s == p;
    hasSuffix = p: s: let n = stringLength s; m = stringLength p; in n >= m && substring (n - m) m s == p;
    hasInfix = p: s: length (split (escapeRegex p) s) > 1;
    removePrefix = p: s: if hasPrefix p s then substring (stringLength p) (0 - 1) s else s;
    removeSuffix = p: s: if hasSuffix p s then substring 0 (stringLength s - stringLength p) s else s;
    escape = cs: replaceStrings cs (map (c: "\\${c}") cs);
    escapeRegex = escape (stringToCharacters "\\[{()^$?*+|.");
    splitString = sep: s: filter isString (split (escapeRegex (toString sep)) (toString s));
    trim = s: let m = match "[[:space:]]*(.*[^[:space:]])[[:space:]]*" s; in if m == null then "" else head m;
    toLower = replaceStrings (stringToCharacters "ABCDEFGHIJKLMNOPQRSTUVWXYZ") (stringToCharacters "abcdefghijklmnopqrstuvwxyz");
    toUpper = replaceStrings (stringToCharacters "abcdefghijklmnopqrstuvwxyz") (stringToCharacters "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    toInt = s: fromJSON s;
    fixedWidthString = w: f: s: if stringLength s >= w then s else fixedWidthString w f (f + s);
    escapeShellArg = a: let s = toString a; in if match "[[:alnum:],._+:@%/-]+" s != null then s else "'${replaceStrings [ "'" ] [ "'\\''" ] s}'";
    escapeShellArgs = concatMapStringsSep " " escapeShellArg;
    toShellVar = n: v: "${n}=${escapeShellArg v}";
    toShellVars = s: concatStringsSep "\n" (mapAttrsToList toShellVar s);
    escapeNixString = s: escape [ "$" ] (toJSON s);
    fileContents = f: removeSuffix "\n" (readFile f);
    makeSearchPath = sub: ps: concatStringsSep ":" (map (p: toString p + "/" + sub) (filter (x: x != null) ps));
    makeSearchPathOutput = o: sub: ps: makeSearchPath sub (map (getOutput o) ps);
    makeLibraryPath = ps: makeSearchPath "lib" (map getLib (filter (x: x != null) ps));
    makeIncludePath = ps: makeSearchPath "include" (map getDev ps);
    makeBinPath = ps: makeSearchPath "bin" (map getBin (filter (x: x != null) ps));
    getName = x: x.pname or (b.parseDrvName (if isString x then x else x.name)).name;
    getVersion = x: x.version or (b.parseDrvName (if isString x then x else x.name)).version;
    versionOlder = v1: v2: compareVersions v2 v1 == 1;
    versionAtLeast = v1: v2: !versionOlder v1 v2;
    nameFromURL = url: sep: head (splitString sep (last (splitString "/" url)));
    isStorePath = x: hasPrefix b.storeDir (toString x);
    isStringLike = x: isString x || isPath x || x ? outPath || x ? __toString;
    cmakeFeature = n: v: "-D${n}:STRING=${v}";
    cmakeBool = n: v: "-D${n}:BOOL=${if v then "TRUE" else "FALSE"}";
    strings = lib;
    versions = rec {
      splitVersion = b.splitVersion;
      major = v: elemAt (splitVersion v) 0;
      minor = v: elemAt (splitVersion v) 1;
      patch = v: elemAt (splitVersion v) 2;
      majorMinor = v: concatStringsSep "." (take 2 (splitVersion v));
      pad = n: v: let p = take n (splitVersion v); in concatStringsSep "." (p ++ genList (_: "0") (n - length p));
    };

    # --- meta
    getExe = x: getExe' x (x.meta.mainProgram or (getName x));
    getExe' = x: y: "${getBin x}/bin/${y}";
    setName = name: drv: drv // { inherit name; };
    lowPrio = id;
    hiPrio = id;
    setPrio = _: id;
    addMetaAttrs = m: d: d // { meta = (d.meta or { }) // m; };
    licenses = mapAttrs (n: v: { shortName = n; free = true; } // v) {
      mit = { }; asl20 = { }; bsd3 = { }; gpl3Plus = { }; lgpl21Plus = { }; psfl = { }; zlib = { };
      unfree = { free = false; fullName = "Unfree"; };
      unfreeRedistributable = { free = false; };
      nvidiaCuda = { shortName = "CUDA EULA"; fullName = "CUDA Toolkit End User License Agreement (EULA)"; free = false; };
    };
    platforms = {
      linux = [ "x86_64-linux" "aarch64-linux" "i686-linux" ];
      darwin = [ "x86_64-darwin" "aarch64-darwin" ];
      unix = platforms.linux ++ platforms.darwin;
      all = platforms.unix;
      x86_64 = [ "x86_64-linux" "x86_64-darwin" ];
    };
    systems = { flakeExposed = [ "x86_64-linux" "aarch64-linux" "x86_64-darwin" "aarch64-darwin" ]; doubles = platforms; };
    maintainers = { };
    meta = lib;
    generators = { toINI = _: s: toJSON s; toJSON = _: toJSON; toKeyValue = _: s: concatLines (mapAttrsToList (k: v: "${k}=${toString v}") s); };
    toGNUCommandLineShell = _: s: concatStringsSep " " (mapAttrsToList (k: v: "--${k} ${escapeShellArg v}") s);
    cli = { inherit toGNUCommandLineShell; };
    customisation = lib;
    fixedPoints = lib;
    asserts = lib;
    derivations = lib;

    # --- module system
    inherit (modules)
      mkIf mkMerge mkOverride mkOptionDefault mkDefault mkForce mkImageMediaOverride mkVMOverride mkOrder mkBefore mkAfter
      isOption mkOption mkEnableOption mkPackageOption literalExpression showOption showFiles showDefs mergeDefinitions evalModules
      mkRenamedOptionModule mkRemovedOptionModule setDefaultModuleLocation checkAssertWarn;
    inherit (types) mkOptionType;
    modules = import ./modules.nix { inherit lib; };
    types = import ./types.nix { inherit lib; };
    options = lib;
    nixosSystem = args: import ../nixos/lib/eval-config.nix ({ inherit lib; system = null; } // args);
    # --- source filtering
    cleanSource = src: src;
    sources = { inherit cleanSource; };
  };
in
lib
