# The types of options that the modules beside need, with the messages of nixpkgs' (lib/types.nix).
{ lib }:
let
  inherit (builtins) all attrNames concatLists filter head isAttrs isBool isFloat isFunction isInt isList isPath isString length map;
  inherit (lib) genAttrs isDerivation mergeDefinitions showDefs showOption unique;

  hint = "Use `lib.mkForce value` or `lib.mkDefault value` to change the priority on any of these definitions.";
  one = loc: defs:
    if length defs == 1 then (head defs).value
    else throw "The option `${showOption loc}' is defined multiple times while it's expected to be unique.\nDefinition values:${showDefs defs}\n${hint}";
  equal = loc: defs:
    let first = (head defs).value; in
    if all (def: def.value == first) defs then first
    else throw "The option `${showOption loc}' has conflicting definition values:${showDefs defs}\n${hint}";
  mk = name: description: check: merge: { _type = "option-type"; inherit name description check merge; };
  byName = type: loc: defs:
    genAttrs (unique (builtins.concatMap (def: attrNames def.value) defs)) (name: mergeDefinitions (loc ++ [ name ]) type
      (map (def: { inherit (def) file; value = def.value.${name}; }) (filter (def: def.value ? ${name}) defs)));
in
rec {
  raw = mk "raw" "raw value" (_: true) one;
  unspecified = mk "unspecified" "unspecified value" (_: true)
    (loc: defs:
      if length defs == 1 then (head defs).value
      else if all (def: isList def.value) defs then concatLists (map (def: def.value) defs)
      else if all (def: isAttrs def.value) defs then lib.foldl' (a: def: a // def.value) { } defs
      else equal loc defs);
  anything = unspecified;
  bool = mk "bool" "boolean" isBool equal;
  int = mk "int" "signed integer" isInt equal;
  float = mk "float" "floating point number" isFloat equal;
  str = mk "str" "string" isString equal;
  lines = mk "separatedString" "strings concatenated with \"\\n\"" isString
    (_: defs: lib.concatStringsSep "\n" (map (def: def.value) defs));
  path = mk "path" "absolute path" (x: isPath x || isString x && lib.hasPrefix "/" x || x ? outPath) equal;
  package = mk "package" "package" (x: isDerivation x || x ? outPath) one;
  attrs = mk "attrs" "attribute set" isAttrs (_: lib.foldl' (a: def: a // def.value) { });
  enum = values: mk "enum" "one of ${lib.concatMapStringsSep ", " builtins.toJSON values}" (x: lib.elem x values) equal;
  nullOr = type: mk "nullOr" "null or ${type.description}" (x: x == null || type.check x)
    (loc: defs: if all (def: def.value == null) defs then null else type.merge loc defs);
  either = a: b: mk "either" "${a.description} or ${b.description}" (x: a.check x || b.check x)
    (loc: defs:
      if all (def: a.check def.value) defs then a.merge loc defs
      else if all (def: b.check def.value) defs then b.merge loc defs
      else one loc defs);
  listOf = type: mk "listOf" "list of ${type.description}" isList
    (loc: defs: builtins.concatMap
      (def: builtins.concatMap
        (value: let m = mergeDefinitions (loc ++ [ "[definition]" ]) type [{ inherit (def) file; inherit value; }]; in
          if m.isDefined then [ m.mergedValue ] else [ ])
        def.value)
      defs);
  attrsOf = type: mk "attrsOf" "attribute set of ${type.description}" isAttrs
    (loc: defs: lib.mapAttrs (_: m: m.mergedValue) (lib.filterAttrs (_: m: m.isDefined) (byName type loc defs)));
  lazyAttrsOf = type: mk "lazyAttrsOf" "lazy attribute set of ${type.description}" isAttrs
    (loc: defs: lib.mapAttrs (_: m: m.mergedValue) (byName type loc defs));
  mkOptionType = { name, description ? name, check ? (_: true), merge ? equal }: mk name description check merge;
}
