/*
 * What real Nix is asked. The shapes it relies on, in nixpkgs from 23.11 to unstable: `nixos/default.nix` (config, options,
 * pkgs), `nixos/lib/eval-config.nix` (extendModules), `evalOptionValue` of `lib/modules.nix` (highestPrio,
 * definitionsWithLocations) and the `_type` of what mkIf, mkMerge, mkOverride and mkOrder make.
 */

/** The question's data, beside the expression: no value has to be escaped. */
export type SystemRequest = {
  /** Dotted names, in their parts. */
  readonly options: readonly (readonly string[])[];
  /** Packages to be recognised: what a module calls them, and where in `pkgs` they are. */
  readonly packages: readonly { readonly source: string; readonly path: readonly string[] }[];
  /** Drivers have several names: these are tried before the others. */
  readonly drivers: readonly string[];
  /** Names of unfree packages: which of them a predicate allows. */
  readonly unfree: readonly string[];
  /** Our module as it will be; `null`: without it. */
  readonly module: { readonly path: string; readonly shownAs: string } | null;
} & (
  | {
      readonly kind: "channel";
      readonly nixpkgs: string;
      readonly entry: string;
      /** Where our module may lie: it is left out. */
      readonly own: readonly string[];
    }
  | {
      readonly kind: "flake";
      readonly url: string;
      readonly host: string;
      /** The same, from the root of the flake's source on. */
      readonly own: readonly string[];
    }
);

/** The configuration without our module as it is on disk, with the one of the request instead. */
const configuration = `let
  inherit (builtins) all any attrNames concatMap elem filter foldl' fromJSON head isAttrs isBool isFunction isList listToAttrs map
    readFile tail toString tryEval typeOf unsafeDiscardStringContext;
  request = fromJSON (readFile ./request.json);
  absolute = path: /. + path;
  flake = builtins.getFlake request.url;
  hosts = flake.nixosConfigurations or { };
  source = if request.kind == "flake" then unsafeDiscardStringContext (toString (flake.sourceInfo or flake).outPath) else null;
  more = [
    { disabledModules = map (path: absolute (if source == null then path else source + path)) request.own; }
  ] ++ (if request.module == null then [ ] else [
    { _file = request.module.shownAs; imports = [ (import (absolute request.module.path)) ]; }
  ]);
  system =
    if request.kind == "channel"
    then import (absolute "\${request.nixpkgs}/nixos") { configuration.imports = [ (absolute request.entry) ] ++ more; }
    else hosts.\${request.host}.extendModules { modules = more; };
  problem =
    if request.kind == "channel" then null
    else if !(hosts ? \${request.host}) then { kind = "no-host"; hosts = attrNames hosts; }
    else if !(hosts.\${request.host} ? extendModules) then { kind = "no-extend-modules"; }
    else null;
  inherit (system) config options;
  plain = text: unsafeDiscardStringContext (toString text);
`;

/** Who sets an option to what: `null` for one that cannot be asked for. */
const asking = `
  # What conditions leave of a value, each with its priority.
  settled = priority: value:
    let type = value._type or ""; in
    if type == "merge" then concatMap (settled priority) value.contents
    else if type == "if" then (if value.condition then settled priority value.content else [ ])
    else if type == "override" then settled value.priority value.content
    else if type == "order" then settled priority value.content
    else [ { inherit priority value; } ];

  isPackage = value: isAttrs value && value.type or null == "derivation";
  pkgs = system.pkgs or system._module.args.pkgs;
  at = set: path: foldl' (found: name: if isAttrs found then found.\${name} or null else null) set path;
  inherit (config.boot.kernelPackages) nvidiaPackages;
  driverNames = filter (name: nvidiaPackages ? \${name}) request.drivers ++ attrNames nvidiaPackages;
  candidates = filter (one: (tryEval (isPackage one.package)).value) (
    map (one: { inherit (one) source; package = at pkgs one.path; }) request.packages
    ++ map (name: { source = "config.boot.kernelPackages.nvidiaPackages.\${name}"; package = nvidiaPackages.\${name}; }) driverNames
  );
  # An unfree package that is not allowed has a name, and no derivation.
  isSame = a: b: a.name or null == b.name or null && (
    let one = tryEval a.drvPath; other = tryEval b.drvPath; in
    !one.success || !other.success || one.value == other.value
  );
  known = package: foldl' (found: one: if found == null && isSame one.package package then one.source else found) null candidates;

  show = value:
    let type = typeOf value; in
    if elem type [ "bool" "int" "float" "null" ] then { kind = "data"; inherit value; }
    else if type == "string" then { kind = "data"; value = plain value; }
    else if type == "path" then { kind = "path"; value = plain value; }
    else if type == "list" then { kind = "list"; elements = map show value; }
    else if isPackage value then { kind = "package"; known = known value; }
    else if type == "lambda" || value ? __functor then { kind = "function"; }
    else { kind = "set"; };

  # A predicate is asked about packages of those names, and about one that nobody knows.
  allows = predicate: name: let
      asked = tryEval (predicate {
        inherit name;
        pname = name;
        version = "";
        meta.license = { free = false; shortName = "unfree"; fullName = "Unfree"; };
      });
    in asked.success && asked.value == true;
  showPredicate = predicate: {
    kind = "predicate";
    all = allows predicate "no-package-has-this-name";
    names = filter (allows predicate) request.unfree;
  };

  # A name below an option, such as those of nix.settings, is in the values of its definitions.
  inside = path: definition:
    if path == [ ] then [ definition ]
    else if !isAttrs definition.value || isPackage definition.value then throw "only a call would tell"
    else if definition.value ? \${head path}
    then concatMap (one: inside (tail path) (definition // one)) (settled definition.priority definition.value.\${head path})
    else [ ];

  optionAt = node: path:
    if node._type or null == "option" then { option = node; below = path; }
    else if path == [ ] || !(node ? \${head path}) then null
    else optionAt node.\${head path} (tail path);

  definitionsOf = path: { option, below }:
    let
      showHere =
        if path == [ "nixpkgs" "config" "allowUnfreePredicate" ] && request.unfree != [ ] then showPredicate else show;
      # From this priority on it is the option's own default.
      isSet = option.highestPrio < 1500;
      given = map (one: { file = plain one.file; inherit (one) value; priority = 100; }) (if isSet then option.definitionsWithLocations else [ ]);
      found = concatMap (inside below) given;
      strongest = foldl' (best: one: if one.priority < best then one.priority else best) 9999 found;
    in
    {
      priority = if found == [ ] then 100 else if option.highestPrio != 100 then option.highestPrio else strongest;
      definitions = map (one: { inherit (one) file; shown = showHere one.value; }) (filter (one: one.priority == strongest) found);
    };

  ask = path:
    let
      at = optionAt options path;
      # With packages of its own, the system does not look at nixpkgs.config.
      given = options.nixpkgs.pkgs or { };
      answer =
        if path == [ "nixpkgs" "config" "allowUnfree" ] && given.isDefined or false && given.value.config.allowUnfree or false
        then { priority = 100; definitions = map (one: { file = plain one.file; shown = show true; }) given.definitionsWithLocations; }
        else if at == null then null
        else definitionsOf path at;
      tried = tryEval (builtins.deepSeq answer answer);
    in
    if tried.success then tried.value else null;
`;

/** Who sets the options of the request to what. */
export const definitionsExpression = `${configuration}${asking}
in
if problem != null then { inherit problem; } else {
  inherit source;
  release = plain config.system.nixos.release;
  answers = map ask request.options;
}
`;

/** Whether NixOS accepts the configuration, what it makes of it, and who sets the options of the request to what then. */
export const checkExpression = `${configuration}${asking}
  failed = map (one: plain one.message) (filter (one: !one.assertion) config.assertions);
in
if problem != null then { inherit problem; } else {
  inherit failed source;
  warnings = map plain config.warnings;
  answers = map ask request.options;
  drvPath = if failed == [ ] then unsafeDiscardStringContext config.system.build.toplevel.drvPath else null;
}
`;
