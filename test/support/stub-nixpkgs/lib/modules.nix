# A small module system of our own, with the names, shapes and messages of nixpkgs' (lib/modules.nix, lib/options.nix): enough to
# evaluate real NixOS modules that set options. What it does not have: submodules with options of their own, `freeformType`,
# types of options declared twice.
{ lib }:
let
  inherit (builtins)
    all any attrNames concatLists concatMap concatStringsSep elem elemAt filter foldl' functionArgs genericClosure head
    isAttrs isBool isFunction isList isString length listToAttrs map mapAttrs match sort substring toJSON typeOf;
  inherit (lib) genAttrs mapAttrsToList optional reverseList setAttrByPath getAttrFromPath toFunction types unique;

  typed = type: value: value._type or "" == type;
in
rec {
  # --- what stands around a definition
  defaultOverridePriority = 100;
  mkIf = condition: content: { _type = "if"; inherit condition content; };
  mkMerge = contents: { _type = "merge"; inherit contents; };
  mkOverride = priority: content: { _type = "override"; inherit priority content; };
  mkOptionDefault = mkOverride 1500;
  mkDefault = mkOverride 1000;
  mkImageMediaOverride = mkOverride 60;
  mkForce = mkOverride 50;
  mkVMOverride = mkOverride 10;
  mkOrder = priority: content: { _type = "order"; inherit priority content; };
  mkBefore = mkOrder 500;
  mkAfter = mkOrder 1500;

  # --- options
  isOption = typed "option";
  mkOption = o: o // { _type = "option"; };
  mkEnableOption = d: mkOption { default = false; type = types.bool; description = "Whether to enable ${d}."; };
  mkPackageOption = pkgs: name: _: mkOption { type = types.package; default = getAttrFromPath (lib.toList name) pkgs; };
  literalExpression = text: { _type = "literalExpression"; inherit text; };
  showOption = path: concatStringsSep "." (map (part: if match "[a-zA-Z_][a-zA-Z0-9_'-]*" part != null then part else toJSON part) path);
  showFiles = files: concatStringsSep " and " (map (f: "`${toString f}'") files);
  showDefs = lib.concatMapStrings (def: "\n- In `${toString def.file}'" + (
    if elem (typeOf def.value) [ "lambda" "set" ] then "" else ": ${toJSON def.value}"
  ));

  # --- from modules to their definitions
  setDefaultModuleLocation = file: m: { _file = file; imports = [ m ]; };

  /* mkIf, mkMerge and mkOverride around an attribute set, moved to its attributes. */
  pushDownProperties = cfg:
    let moved = wrap: map (mapAttrs (_: wrap)) (pushDownProperties cfg.content); in
    {
      merge = concatMap pushDownProperties cfg.contents;
      "if" = moved (mkIf cfg.condition);
      override = moved (mkOverride cfg.priority);
    }.${cfg._type or ""} or [ cfg ];

  /* The definitions that conditions leave. */
  dischargeProperties = def:
    {
      merge = concatMap dischargeProperties def.contents;
      "if" =
        if !isBool def.condition then throw "‘mkIf’ called with a non-Boolean condition"
        else if def.condition then dischargeProperties def.content else [ ];
    }.${def._type or ""} or [ def ];

  evalModules = { modules, specialArgs ? { }, prefix ? [ ] }@given:
    let
      internal = {
        _file = "lib/modules.nix";
        key = "lib/modules.nix";
        options._module = {
          args = mkOption { type = types.lazyAttrsOf types.raw; };
          check = mkOption { type = types.bool; default = true; };
        };
        config._module.args = { inherit extendModules; };
      };
      args = { inherit lib options config; _class = null; } // specialArgs;

      call = key: m:
        if !(isFunction m || m ? __functor) then m
        else
          let
            wanted = functionArgs (m.__functor or (_: m) m);
            named = mapAttrs
              (name: _: builtins.addErrorContext "while evaluating the module argument `${name}' in \"${key}\":"
                (args.${name} or config._module.args.${name}))
              wanted;
          in
          m (args // named);

      load = file: key: m:
        if isFunction m || isAttrs m then canonical file key (call key m)
        else canonical (toString m) (toString m) (call (toString m) (import m));

      known = [ "_class" "_file" "key" "disabledModules" "imports" "options" "config" "meta" "freeformType" ];
      canonical = file: key: m:
        let
          structured = m ? config || m ? options;
          stray = attrNames (removeAttrs m known);
        in
        if !isAttrs m then throw "module ${toString file} (${key}) does not look like a module."
        # A whole module under mkIf or mkMerge has only definitions.
        else if m ? _type && elem m._type [ "if" "merge" "override" ] then canonical file key { config = m; }
        else if structured && stray != [ ] then
          throw "Module `${key}' has an unsupported attribute `${head stray}'. This is caused by introducing a top-level `config' or `options' attribute. Add configuration attributes immediately on the top level instead, or move all of them (namely: ${toString stray}) into the explicit `config' attribute."
        else {
          _file = toString (m._file or file);
          key = toString (m.key or key);
          disabledModules = m.disabledModules or [ ];
          imports = m.imports or [ ];
          options = m.options or { };
          config = if structured then m.config or { } else removeAttrs m (known ++ [ "require" ]);
        };

      tree = file: key: list: lib.imap1
        (n: m: let module = load file "${key}:anon-${toString n}" m; in {
          inherit (module) key;
          inherit module;
          children = tree module._file module.key module.imports;
        })
        list;
      nodes = tree "<unknown-file>" "" (modules ++ [ internal ]);

      disabled = concatMap (node: node.module.disabledModules ++ disabledBelow node.children);
      disabledBelow = disabled;
      keyOf = m:
        if isAttrs m then m.key or (throw "Module `${toString m._file or "?"}` contains a disabledModules item that is an attribute set, but without a `key`.")
        else if isString m && substring 0 1 m != "/" then "${toString specialArgs.modulesPath or ""}/${m}"
        else toString m;
      disabledKeys = map keyOf (disabled nodes);
      enabled = filter (node: !elem node.key disabledKeys);
      collected = map (node: node.module) (genericClosure {
        startSet = enabled nodes;
        operator = node: enabled node.children;
      });

      merged = mergeTree prefix
        (map (m: { file = m._file; inherit (m) options; }) collected)
        # As in nixpkgs, later modules come first.
        (concatMap (m: map (c: { file = m._file; config = c; }) (pushDownProperties m.config)) (reverseList collected));

      values = set: mapAttrs (_: v: if isOption v then v.value else values v) set;
      options = merged.options;
      config = values options;

      checked =
        if config._module.check && merged.unmatched != [ ] then
          let first = head merged.unmatched; in
          throw "The option `${showOption (prefix ++ first.path)}' does not exist. Definition values:${showDefs [ first ]}"
        else x: x;

      extendModules = { modules ? [ ], specialArgs ? { }, prefix ? given.prefix or [ ] }: evalModules {
        modules = given.modules ++ modules;
        specialArgs = given.specialArgs or { } // specialArgs;
        inherit prefix;
      };
    in
    {
      options = checked options;
      config = checked (removeAttrs config [ "_module" ]);
      _module = checked config._module;
      inherit extendModules;
      _type = "configuration";
      class = null;
    };

  /* Declarations and definitions below one path: options by name, and what nobody declared. */
  mergeTree = path: decls: defs:
    let
      declared = unique (concatMap (d: attrNames d.options) decls);
      at = name: rec {
        loc = path ++ [ name ];
        here = map (d: { inherit (d) file; options = d.options.${name}; }) (filter (d: d.options ? ${name}) decls);
        values = map (d: { inherit (d) file; value = d.config.${name}; }) (filter (d: d.config ? ${name}) defs);
        isOne = isOption (head here).options;
        below = mergeTree loc here
          (concatMap (d: map (c: { inherit (d) file; config = c; }) (pushDownProperties d.value)) values);
        option =
          if all (d: isOption d.options) here then evalOption loc here values
          else throw "The option `${showOption loc}' in `${(head here).file}' is a prefix of options in `${(lib.last here).file}'.";
        result = if any (d: isOption d.options) here then option else below.options;
        unmatched = if isOne then [ ] else map (u: u // { path = [ name ] ++ u.path; }) below.unmatched;
      };
      results = genAttrs declared at;
      stray = concatMap (d: map (name: { inherit (d) file; value = d.config.${name}; path = [ name ]; })
        (filter (name: !elem name declared) (attrNames d.config))) defs;
    in
    {
      options = mapAttrs (_: r: r.result) results;
      unmatched = concatLists (mapAttrsToList (_: r: r.unmatched) results) ++ stray;
    };

  evalOption = loc: decls: defs:
    let
      opt = foldl' (whole: d: whole // d.options) { type = types.unspecified; } decls;
      declarations = map (d: d.file) decls;
      withDefault = optional (opt ? default) { file = head declarations; value = mkOptionDefault opt.default; } ++ defs;
      result = mergeDefinitions loc opt.type withDefault;
      value = builtins.addErrorContext "while evaluating the option `${showOption loc}':"
        (if opt.readOnly or false && length defs > 1
         then throw "The option `${showOption loc}' is read-only, but it's set multiple times. Definition values:${showDefs result.defsFinal}"
         else result.mergedValue);
    in
    opt // {
      inherit loc declarations;
      options = map (d: d.options) decls;
      value = (opt.apply or (x: x)) value;
      inherit (result) isDefined highestPrio;
      definitions = map (def: def.value) result.defsFinal;
      files = map (def: def.file) result.defsFinal;
      definitionsWithLocations = result.defsFinal;
      __toString = _: showOption loc;
    };

  mergeDefinitions = loc: type: defs:
    let
      conditions = concatMap (d: map (value: { inherit (d) file; inherit value; })
        (builtins.addErrorContext "while evaluating definitions from `${d.file}':" (dischargeProperties d.value))) defs;
      priority = def: if typed "override" def.value then def.value.priority else defaultOverridePriority;
      highestPrio = foldl' (best: def: lib.min (priority def) best) 9999 conditions;
      strongest = map
        (def: if typed "override" def.value then def // { value = def.value.content; } else def)
        (filter (def: priority def == highestPrio) conditions);
      # Conditions and merges under an override count as well.
      again = concatMap (def: map (value: def // { inherit value; }) (dischargeProperties def.value)) strongest;
      rank = def: if typed "order" def.value then def.value.priority else 1000;
      sorted = if any (def: typed "order" def.value) again then sort (a: b: rank a < rank b) again else again;
      defsFinal = map (def: if typed "order" def.value then def // { value = def.value.content; inherit (def.value) priority; } else def) sorted;
      wrong = filter (def: !type.check def.value) defsFinal;
    in
    rec {
      inherit defsFinal highestPrio;
      isDefined = defsFinal != [ ];
      mergedValue =
        if !isDefined then throw "The option `${showOption loc}' was accessed but has no value defined. Try setting the option."
        else if wrong != [ ] then throw "A definition for option `${showOption loc}' is not of type `${type.description}'. Definition values:${showDefs wrong}"
        else type.merge loc defsFinal;
      optionalValue = if isDefined then { value = mergedValue; } else { };
    };

  # --- options that moved
  mkRenamedOptionModule = from: to: { options, ... }:
    let old = getAttrFromPath from options; in {
      options = setAttrByPath from (mkOption {
        visible = false;
        description = "Alias of `${showOption to}`.";
        apply = _: (getAttrFromPath to options).value;
      });
      config = mkMerge [
        { warnings = optional old.isDefined "The option `${showOption from}' defined in ${showFiles old.files} has been renamed to `${showOption to}'."; }
        (mkIf old.isDefined (setAttrByPath to (mkMerge (map (mkOverride old.highestPrio) old.definitions))))
      ];
    };

  mkRemovedOptionModule = path: replacement: { options, ... }:
    let old = getAttrFromPath path options; in {
      options = setAttrByPath path (mkOption {
        visible = false;
        apply = _: throw "The option `${showOption path}' can no longer be used since it's been removed. ${replacement}";
      });
      config.assertions = [{
        assertion = !old.isDefined;
        message = "The option definition `${showOption path}' in ${showFiles old.files} no longer has any effect; please remove it.\n${replacement}";
      }];
    };

  checkAssertWarn = assertions: warnings: value:
    let failed = map (a: a.message) (filter (a: !a.assertion) assertions); in
    if failed != [ ] then throw "\nFailed assertions:\n${concatStringsSep "\n" (map (m: "- ${m}") failed)}"
    else foldl' (v: w: lib.warn w v) value warnings;
}
