// Written from the catalog by scripts/catalog.mjs: not to be edited.

type Wheels1 = "11.7/2.0" | "11.8/2.0";
type Wheels2 = "11.8/2.1" | "12.1/2.1";
type Wheels3 = "11.8/2.2" | "12.1/2.2";
type Wheels4 = "11.8/2.3" | "12.1/2.3";
type Wheels5 = "11.8/2.4" | "12.1/2.4" | "12.4/2.4";
type Wheels6 = "11.8/2.5" | "12.1/2.5" | "12.4/2.5";
type Wheels7 = "11.8/2.6" | "12.4/2.6" | "12.6/2.6";
type Wheels8 = "11.8/2.7" | "12.6/2.7" | "12.8/2.7";
type Wheels9 = "12.6/2.8" | "12.8/2.8" | "12.9/2.8";
type Wheels10 = "12.6/2.9" | "12.8/2.9" | "12.9/2.9" | "13.0/2.9";
type Wheels11 = "12.6/2.10" | "12.8/2.10" | "12.9/2.10" | "13.0/2.10";
type Wheels12 = "12.6/2.11" | "12.8/2.11" | "12.9/2.11" | "13.0/2.11";
type Wheels13 = "12.6/2.12" | "12.9/2.12.1" | "13.0/2.12" | "13.2/2.12";
type Wheels14 = "12.6/2.12" | "13.0/2.12" | "13.2/2.12";
type Wheels15 = "12.6/2.13" | "12.9/2.13" | "13.0/2.13" | "13.2/2.13";
type Wheels16 = "12.6/2.14" | "13.0/2.14" | "13.2/2.14";
type Wheels17 = "13.0/2.15" | "13.2/2.15" | "13.4/2.15";
type Wheels18 =
  "11.8/2.0" | "11.8/2.1" | "11.8/2.2" | "11.8/2.3" | "11.8/2.4" | "11.8/2.5" | "11.8/2.6" | "11.8/2.7";
type Wheels19 = "12.1/2.1" | "12.1/2.2" | "12.1/2.3" | "12.1/2.4" | "12.1/2.5";
type Wheels20 = "12.4/2.4" | "12.4/2.5" | "12.4/2.6";
type Wheels21 =
  | "12.6/2.6"
  | "12.6/2.7"
  | "12.6/2.8"
  | "12.6/2.9"
  | "12.6/2.10"
  | "12.6/2.11"
  | "12.6/2.12"
  | "12.6/2.13"
  | "12.6/2.14";
type Wheels22 = "12.8/2.7" | "12.8/2.8" | "12.8/2.9" | "12.8/2.10" | "12.8/2.11";
type Wheels23 = "12.9/2.8" | "12.9/2.9" | "12.9/2.10" | "12.9/2.11" | "12.9/2.12.1" | "12.9/2.13";
type Wheels24 =
  "13.0/2.9" | "13.0/2.10" | "13.0/2.11" | "13.0/2.12" | "13.0/2.13" | "13.0/2.14" | "13.0/2.15";
type Wheels25 = "13.2/2.12" | "13.2/2.13" | "13.2/2.14" | "13.2/2.15";
type Wheels26 =
  | "11.7/2.0"
  | "11.8/2.0"
  | "11.8/2.1"
  | "11.8/2.2"
  | "11.8/2.3"
  | "11.8/2.4"
  | "11.8/2.5"
  | "11.8/2.6"
  | "11.8/2.7";
type Wheels27 =
  | "12.1/2.1"
  | "12.1/2.2"
  | "12.1/2.3"
  | "12.1/2.4"
  | "12.4/2.4"
  | "12.1/2.5"
  | "12.4/2.5"
  | "12.4/2.6"
  | "12.6/2.6"
  | "12.6/2.7"
  | "12.8/2.7"
  | "12.6/2.8"
  | "12.8/2.8"
  | "12.9/2.8"
  | "12.6/2.9"
  | "12.8/2.9"
  | "12.9/2.9"
  | "12.6/2.10"
  | "12.8/2.10"
  | "12.9/2.10"
  | "12.6/2.11"
  | "12.8/2.11"
  | "12.9/2.11"
  | "12.6/2.12"
  | "12.9/2.12.1"
  | "12.6/2.13"
  | "12.9/2.13"
  | "12.6/2.14";
type Wheels28 =
  | "13.0/2.9"
  | "13.0/2.10"
  | "13.0/2.11"
  | "13.0/2.12"
  | "13.2/2.12"
  | "13.0/2.13"
  | "13.2/2.13"
  | "13.0/2.14"
  | "13.2/2.14"
  | "13.0/2.15"
  | "13.2/2.15"
  | "13.4/2.15";
type Wheels29 =
  | "11.7/2.0"
  | "11.8/2.0"
  | "11.8/2.1"
  | "12.1/2.1"
  | "11.8/2.2"
  | "12.1/2.2"
  | "11.8/2.3"
  | "12.1/2.3"
  | "11.8/2.4"
  | "12.1/2.4"
  | "12.4/2.4";
type Wheels30 =
  | "11.7/2.0"
  | "11.8/2.0"
  | "11.8/2.1"
  | "12.1/2.1"
  | "11.8/2.2"
  | "12.1/2.2"
  | "11.8/2.3"
  | "12.1/2.3"
  | "11.8/2.4"
  | "12.1/2.4"
  | "12.4/2.4"
  | "11.8/2.5"
  | "12.1/2.5"
  | "12.4/2.5"
  | "11.8/2.6"
  | "12.4/2.6"
  | "12.6/2.6"
  | "11.8/2.7"
  | "12.6/2.7"
  | "12.8/2.7"
  | "12.6/2.8"
  | "12.8/2.8"
  | "12.9/2.8";
type Wheels31 =
  | "11.7/2.0"
  | "11.8/2.0"
  | "11.8/2.1"
  | "12.1/2.1"
  | "11.8/2.2"
  | "12.1/2.2"
  | "11.8/2.3"
  | "12.1/2.3"
  | "11.8/2.4"
  | "12.1/2.4"
  | "12.4/2.4"
  | "11.8/2.5"
  | "12.1/2.5"
  | "12.4/2.5"
  | "11.8/2.6"
  | "12.4/2.6"
  | "12.6/2.6"
  | "11.8/2.7"
  | "12.6/2.7"
  | "12.8/2.7"
  | "12.6/2.8"
  | "12.8/2.8"
  | "12.9/2.8"
  | "12.6/2.9"
  | "12.8/2.9"
  | "12.9/2.9"
  | "13.0/2.9"
  | "12.6/2.10"
  | "12.8/2.10"
  | "12.9/2.10"
  | "13.0/2.10"
  | "12.6/2.11"
  | "12.8/2.11"
  | "12.9/2.11"
  | "13.0/2.11"
  | "12.6/2.12"
  | "12.9/2.12.1"
  | "13.0/2.12"
  | "13.2/2.12"
  | "12.6/2.13"
  | "12.9/2.13"
  | "13.0/2.13"
  | "13.2/2.13"
  | "12.6/2.14"
  | "13.0/2.14"
  | "13.2/2.14";
type Wheels32 =
  | "11.7/2.0"
  | "11.8/2.0"
  | "11.8/2.1"
  | "12.1/2.1"
  | "11.8/2.2"
  | "12.1/2.2"
  | "11.8/2.3"
  | "12.1/2.3"
  | "11.8/2.4"
  | "12.1/2.4"
  | "12.4/2.4"
  | "11.8/2.5"
  | "12.1/2.5"
  | "12.4/2.5"
  | "11.8/2.6"
  | "12.4/2.6"
  | "12.6/2.6"
  | "11.8/2.7"
  | "12.6/2.7"
  | "12.8/2.7"
  | "12.6/2.8"
  | "12.8/2.8"
  | "12.9/2.8"
  | "12.6/2.9"
  | "12.8/2.9"
  | "12.9/2.9"
  | "13.0/2.9"
  | "12.6/2.10"
  | "12.8/2.10"
  | "12.9/2.10"
  | "13.0/2.10"
  | "12.6/2.11"
  | "12.8/2.11"
  | "12.9/2.11"
  | "13.0/2.11"
  | "12.6/2.12"
  | "12.9/2.12.1"
  | "13.0/2.12"
  | "13.2/2.12"
  | "12.6/2.13"
  | "12.9/2.13"
  | "13.0/2.13"
  | "13.2/2.13"
  | "12.6/2.14"
  | "13.0/2.14"
  | "13.2/2.14"
  | "13.0/2.15"
  | "13.2/2.15"
  | "13.4/2.15";
type Wheels33 =
  | "11.8/2.2"
  | "12.1/2.2"
  | "11.8/2.3"
  | "12.1/2.3"
  | "11.8/2.4"
  | "12.1/2.4"
  | "12.4/2.4"
  | "11.8/2.5"
  | "12.1/2.5"
  | "12.4/2.5"
  | "11.8/2.6"
  | "12.4/2.6"
  | "12.6/2.6"
  | "11.8/2.7"
  | "12.6/2.7"
  | "12.8/2.7"
  | "12.6/2.8"
  | "12.8/2.8"
  | "12.9/2.8"
  | "12.6/2.9"
  | "12.8/2.9"
  | "12.9/2.9"
  | "13.0/2.9"
  | "12.6/2.10"
  | "12.8/2.10"
  | "12.9/2.10"
  | "13.0/2.10"
  | "12.6/2.11"
  | "12.8/2.11"
  | "12.9/2.11"
  | "13.0/2.11"
  | "12.6/2.12"
  | "12.9/2.12.1"
  | "13.0/2.12"
  | "13.2/2.12"
  | "12.6/2.13"
  | "12.9/2.13"
  | "13.0/2.13"
  | "13.2/2.13"
  | "12.6/2.14"
  | "13.0/2.14"
  | "13.2/2.14"
  | "13.0/2.15"
  | "13.2/2.15"
  | "13.4/2.15";
type Wheels34 =
  | "11.8/2.5"
  | "12.1/2.5"
  | "12.4/2.5"
  | "11.8/2.6"
  | "12.4/2.6"
  | "12.6/2.6"
  | "11.8/2.7"
  | "12.6/2.7"
  | "12.8/2.7"
  | "12.6/2.8"
  | "12.8/2.8"
  | "12.9/2.8"
  | "12.6/2.9"
  | "12.8/2.9"
  | "12.9/2.9"
  | "13.0/2.9"
  | "12.6/2.10"
  | "12.8/2.10"
  | "12.9/2.10"
  | "13.0/2.10"
  | "12.6/2.11"
  | "12.8/2.11"
  | "12.9/2.11"
  | "13.0/2.11"
  | "12.6/2.12"
  | "12.9/2.12.1"
  | "13.0/2.12"
  | "13.2/2.12"
  | "12.6/2.13"
  | "12.9/2.13"
  | "13.0/2.13"
  | "13.2/2.13"
  | "12.6/2.14"
  | "13.0/2.14"
  | "13.2/2.14"
  | "13.0/2.15"
  | "13.2/2.15"
  | "13.4/2.15";
type Wheels35 =
  | "12.6/2.9"
  | "12.8/2.9"
  | "12.9/2.9"
  | "13.0/2.9"
  | "12.6/2.10"
  | "12.8/2.10"
  | "12.9/2.10"
  | "13.0/2.10"
  | "12.6/2.11"
  | "12.8/2.11"
  | "12.9/2.11"
  | "13.0/2.11"
  | "12.6/2.12"
  | "12.9/2.12.1"
  | "13.0/2.12"
  | "13.2/2.12"
  | "12.6/2.13"
  | "12.9/2.13"
  | "13.0/2.13"
  | "13.2/2.13"
  | "12.6/2.14"
  | "13.0/2.14"
  | "13.2/2.14"
  | "13.0/2.15"
  | "13.2/2.15"
  | "13.4/2.15";
type Wheels36 =
  | "12.6/2.13"
  | "12.9/2.13"
  | "13.0/2.13"
  | "13.2/2.13"
  | "12.6/2.14"
  | "13.0/2.14"
  | "13.2/2.14"
  | "13.0/2.15"
  | "13.2/2.15"
  | "13.4/2.15";
type Wheels37 =
  | "11.7/2.0"
  | "11.8/2.0"
  | "11.8/2.1"
  | "12.1/2.1"
  | "11.8/2.2"
  | "12.1/2.2"
  | "11.8/2.3"
  | "12.1/2.3"
  | "11.8/2.4"
  | "12.1/2.4"
  | "12.4/2.4"
  | "11.8/2.5"
  | "12.1/2.5"
  | "12.4/2.5"
  | "11.8/2.6"
  | "12.4/2.6"
  | "12.6/2.6"
  | "11.8/2.7"
  | "12.6/2.7"
  | "12.6/2.8"
  | "12.6/2.9"
  | "12.6/2.10"
  | "12.6/2.11"
  | "12.6/2.12"
  | "12.6/2.13"
  | "12.6/2.14";
type Wheels38 =
  | "11.7/2.0"
  | "11.8/2.0"
  | "11.8/2.1"
  | "12.1/2.1"
  | "11.8/2.2"
  | "12.1/2.2"
  | "11.8/2.3"
  | "12.1/2.3"
  | "11.8/2.4"
  | "12.1/2.4"
  | "12.4/2.4"
  | "11.8/2.5"
  | "12.1/2.5"
  | "12.4/2.5"
  | "11.8/2.6"
  | "12.4/2.6"
  | "12.6/2.6"
  | "11.8/2.7"
  | "12.6/2.7"
  | "12.6/2.8"
  | "12.8/2.8"
  | "12.9/2.8"
  | "12.6/2.9"
  | "12.8/2.9"
  | "12.9/2.9"
  | "12.6/2.10"
  | "12.8/2.10"
  | "12.6/2.11"
  | "12.6/2.12"
  | "12.6/2.13"
  | "12.6/2.14";
type Wheels39 =
  | "11.8/2.0"
  | "11.8/2.1"
  | "12.1/2.1"
  | "11.8/2.2"
  | "12.1/2.2"
  | "11.8/2.3"
  | "12.1/2.3"
  | "11.8/2.4"
  | "12.1/2.4"
  | "12.4/2.4"
  | "11.8/2.5"
  | "12.1/2.5"
  | "12.4/2.5"
  | "11.8/2.6"
  | "12.4/2.6"
  | "12.6/2.6"
  | "11.8/2.7"
  | "12.6/2.7"
  | "12.8/2.7"
  | "12.6/2.8"
  | "12.8/2.8"
  | "12.9/2.8"
  | "12.6/2.9"
  | "12.8/2.9"
  | "12.9/2.9"
  | "13.0/2.9"
  | "12.6/2.10"
  | "12.8/2.10"
  | "12.9/2.10"
  | "13.0/2.10"
  | "12.6/2.11"
  | "12.8/2.11"
  | "12.9/2.11"
  | "13.0/2.11"
  | "12.6/2.12"
  | "12.9/2.12.1"
  | "13.0/2.12"
  | "13.2/2.12"
  | "12.6/2.13"
  | "12.9/2.13"
  | "13.0/2.13"
  | "13.2/2.13"
  | "12.6/2.14"
  | "13.0/2.14"
  | "13.2/2.14"
  | "13.0/2.15"
  | "13.2/2.15"
  | "13.4/2.15";
type Wheels40 =
  | "12.8/2.7"
  | "12.8/2.8"
  | "12.9/2.8"
  | "12.8/2.9"
  | "12.9/2.9"
  | "13.0/2.9"
  | "12.8/2.10"
  | "12.9/2.10"
  | "13.0/2.10"
  | "12.8/2.11"
  | "12.9/2.11"
  | "13.0/2.11"
  | "12.9/2.12.1"
  | "13.0/2.12"
  | "13.2/2.12"
  | "12.9/2.13"
  | "13.0/2.13"
  | "13.2/2.13"
  | "13.0/2.14"
  | "13.2/2.14"
  | "13.0/2.15"
  | "13.2/2.15"
  | "13.4/2.15";
type Wheels41 =
  | "12.8/2.7"
  | "12.8/2.8"
  | "12.9/2.8"
  | "12.8/2.9"
  | "12.9/2.9"
  | "12.8/2.10"
  | "12.9/2.10"
  | "12.8/2.11"
  | "12.9/2.11"
  | "12.9/2.12.1"
  | "12.9/2.13";
type Wheels42 =
  | "12.4/2.4"
  | "13.0/2.9"
  | "13.0/2.10"
  | "13.0/2.11"
  | "13.0/2.12"
  | "13.2/2.12"
  | "13.0/2.13"
  | "13.2/2.13"
  | "13.0/2.14"
  | "13.2/2.14"
  | "13.0/2.15"
  | "13.2/2.15";
type Wheels43 =
  | "13.0/2.9"
  | "13.0/2.10"
  | "13.0/2.11"
  | "13.0/2.12"
  | "13.2/2.12"
  | "13.0/2.13"
  | "13.2/2.13"
  | "13.0/2.14"
  | "13.2/2.14"
  | "13.0/2.15"
  | "13.2/2.15";
type Toolkits44 = "11.7" | "11.8";
type Toolkits45 =
  "11.7" | "11.8" | "12.0" | "12.1" | "12.2" | "12.3" | "12.4" | "12.5" | "12.6" | "12.8" | "12.9";
type Toolkits46 = "11.7" | "11.8" | "12.0" | "12.1" | "12.2";
type Toolkits47 =
  | "11.7"
  | "11.8"
  | "12.0"
  | "12.1"
  | "12.2"
  | "12.3"
  | "12.4"
  | "12.5"
  | "12.6"
  | "12.8"
  | "12.9"
  | "13.0"
  | "13.1"
  | "13.2"
  | "13.3"
  | "13.4";
type Toolkits48 =
  | "11.8"
  | "12.0"
  | "12.1"
  | "12.2"
  | "12.3"
  | "12.4"
  | "12.5"
  | "12.6"
  | "12.8"
  | "12.9"
  | "13.0"
  | "13.1"
  | "13.2"
  | "13.3"
  | "13.4";
type Toolkits49 = "12.8" | "12.9" | "13.0" | "13.1" | "13.2" | "13.3" | "13.4";
type Toolkits50 = "12.8" | "12.9";
type Toolkits51 = "12.9" | "13.0" | "13.1" | "13.2" | "13.3" | "13.4";
type Toolkits52 = "13.0" | "13.1" | "13.2" | "13.3" | "13.4";
type Drivers53 =
  | "23.11/legacy_340/closed"
  | "23.11/legacy_390/closed"
  | "23.11/legacy_470/closed"
  | "24.05/legacy_340/closed"
  | "24.05/legacy_390/closed"
  | "24.05/legacy_470/closed"
  | "24.11/legacy_340/closed"
  | "24.11/legacy_390/closed"
  | "24.11/legacy_470/closed"
  | "25.05/legacy_340/closed"
  | "25.05/legacy_390/closed"
  | "25.05/legacy_470/closed"
  | "25.11/legacy_340/closed"
  | "25.11/legacy_390/closed"
  | "25.11/legacy_470/closed"
  | "26.05/legacy_340/closed"
  | "26.05/legacy_390/closed"
  | "26.05/legacy_470/closed"
  | "unstable/legacy_340/closed"
  | "unstable/legacy_390/closed"
  | "unstable/legacy_470/closed";
type Drivers54 =
  | "23.11/legacy_340/closed"
  | "23.11/legacy_390/closed"
  | "23.11/legacy_470/closed"
  | "23.11/production/closed"
  | "24.05/legacy_340/closed"
  | "24.05/legacy_390/closed"
  | "24.05/legacy_470/closed"
  | "24.05/production/closed"
  | "24.11/legacy_340/closed"
  | "24.11/legacy_390/closed"
  | "24.11/legacy_470/closed"
  | "24.11/legacy_535/closed"
  | "24.11/production/closed"
  | "25.05/legacy_340/closed"
  | "25.05/legacy_390/closed"
  | "25.05/legacy_470/closed"
  | "25.05/legacy_535/closed"
  | "25.05/production/closed"
  | "25.11/legacy_340/closed"
  | "25.11/legacy_390/closed"
  | "25.11/legacy_470/closed"
  | "25.11/legacy_535/closed"
  | "25.11/production/closed"
  | "26.05/legacy_340/closed"
  | "26.05/legacy_390/closed"
  | "26.05/legacy_470/closed"
  | "26.05/legacy_580/closed"
  | "unstable/legacy_340/closed"
  | "unstable/legacy_390/closed"
  | "unstable/legacy_470/closed"
  | "unstable/legacy_535/closed"
  | "unstable/legacy_580/closed";
type Drivers55 =
  | "23.11/board"
  | "23.11/legacy_340/closed"
  | "23.11/legacy_340/open"
  | "23.11/legacy_390/closed"
  | "23.11/legacy_390/open"
  | "23.11/legacy_470/closed"
  | "23.11/legacy_470/open"
  | "23.11/production/closed"
  | "23.11/production/open"
  | "24.05/board"
  | "24.05/legacy_340/closed"
  | "24.05/legacy_340/open"
  | "24.05/legacy_390/closed"
  | "24.05/legacy_390/open"
  | "24.05/legacy_470/closed"
  | "24.05/legacy_470/open"
  | "24.05/production/closed"
  | "24.05/production/open"
  | "24.11/board"
  | "24.11/legacy_340/closed"
  | "24.11/legacy_340/open"
  | "24.11/legacy_390/closed"
  | "24.11/legacy_390/open"
  | "24.11/legacy_470/closed"
  | "24.11/legacy_470/open"
  | "24.11/legacy_535/closed"
  | "24.11/legacy_535/open"
  | "24.11/production/closed"
  | "24.11/production/open"
  | "25.05/board"
  | "25.05/legacy_340/closed"
  | "25.05/legacy_340/open"
  | "25.05/legacy_390/closed"
  | "25.05/legacy_390/open"
  | "25.05/legacy_470/closed"
  | "25.05/legacy_470/open"
  | "25.05/legacy_535/closed"
  | "25.05/legacy_535/open"
  | "25.05/production/closed"
  | "25.05/production/open"
  | "25.11/board"
  | "25.11/legacy_340/closed"
  | "25.11/legacy_340/open"
  | "25.11/legacy_390/closed"
  | "25.11/legacy_390/open"
  | "25.11/legacy_470/closed"
  | "25.11/legacy_470/open"
  | "25.11/legacy_535/closed"
  | "25.11/legacy_535/open"
  | "25.11/production/closed"
  | "25.11/production/open"
  | "26.05/board"
  | "26.05/legacy_340/closed"
  | "26.05/legacy_340/open"
  | "26.05/legacy_390/closed"
  | "26.05/legacy_390/open"
  | "26.05/legacy_470/closed"
  | "26.05/legacy_470/open"
  | "26.05/legacy_580/closed"
  | "26.05/legacy_580/open"
  | "26.05/production/closed"
  | "26.05/production/open"
  | "unstable/board"
  | "unstable/legacy_340/closed"
  | "unstable/legacy_340/open"
  | "unstable/legacy_390/closed"
  | "unstable/legacy_390/open"
  | "unstable/legacy_470/closed"
  | "unstable/legacy_470/open"
  | "unstable/legacy_535/closed"
  | "unstable/legacy_535/open"
  | "unstable/legacy_580/closed"
  | "unstable/legacy_580/open"
  | "unstable/production/closed"
  | "unstable/production/open";
type Drivers56 =
  | "23.11/legacy_470/closed"
  | "23.11/production/closed"
  | "23.11/production/open"
  | "24.05/legacy_470/closed"
  | "24.05/production/closed"
  | "24.05/production/open"
  | "24.11/legacy_470/closed"
  | "24.11/legacy_535/closed"
  | "24.11/legacy_535/open"
  | "24.11/production/closed"
  | "24.11/production/open"
  | "25.05/legacy_470/closed"
  | "25.05/legacy_535/closed"
  | "25.05/legacy_535/open"
  | "25.05/production/closed"
  | "25.05/production/open"
  | "25.11/legacy_470/closed"
  | "25.11/legacy_535/closed"
  | "25.11/legacy_535/open"
  | "25.11/production/closed"
  | "25.11/production/open"
  | "26.05/legacy_470/closed"
  | "26.05/legacy_580/closed"
  | "26.05/legacy_580/open"
  | "26.05/production/closed"
  | "26.05/production/open"
  | "unstable/legacy_470/closed"
  | "unstable/legacy_535/closed"
  | "unstable/legacy_535/open"
  | "unstable/legacy_580/closed"
  | "unstable/legacy_580/open"
  | "unstable/production/closed"
  | "unstable/production/open";
type Drivers57 =
  | "23.11/production/closed"
  | "23.11/production/open"
  | "24.05/production/closed"
  | "24.05/production/open"
  | "24.11/legacy_535/closed"
  | "24.11/legacy_535/open"
  | "24.11/production/closed"
  | "24.11/production/open"
  | "25.05/legacy_535/closed"
  | "25.05/legacy_535/open"
  | "25.05/production/closed"
  | "25.05/production/open"
  | "25.11/legacy_535/closed"
  | "25.11/legacy_535/open"
  | "25.11/production/closed"
  | "25.11/production/open"
  | "26.05/legacy_580/closed"
  | "26.05/legacy_580/open"
  | "26.05/production/closed"
  | "26.05/production/open"
  | "unstable/legacy_535/closed"
  | "unstable/legacy_535/open"
  | "unstable/legacy_580/closed"
  | "unstable/legacy_580/open"
  | "unstable/production/closed"
  | "unstable/production/open";
type Drivers58 =
  | "25.05/production/open"
  | "25.11/production/open"
  | "26.05/legacy_580/open"
  | "26.05/production/open"
  | "unstable/legacy_580/open"
  | "unstable/production/open";
type Drivers59 =
  | "25.11/production/open"
  | "26.05/legacy_580/open"
  | "26.05/production/open"
  | "unstable/legacy_580/open"
  | "unstable/production/open";
type Drivers60 =
  | "23.11/production/open"
  | "24.05/production/open"
  | "24.11/legacy_535/open"
  | "24.11/production/open"
  | "25.05/legacy_535/open"
  | "25.05/production/open"
  | "25.11/legacy_535/open"
  | "25.11/production/open"
  | "26.05/legacy_580/open"
  | "26.05/production/open"
  | "unstable/legacy_535/open"
  | "unstable/legacy_580/open"
  | "unstable/production/open";
type Drivers61 =
  | "23.11/board"
  | "23.11/legacy_470/closed"
  | "23.11/production/closed"
  | "23.11/production/open"
  | "24.05/board"
  | "24.05/legacy_470/closed"
  | "24.05/production/closed"
  | "24.05/production/open"
  | "24.11/board"
  | "24.11/legacy_470/closed"
  | "24.11/legacy_535/closed"
  | "24.11/legacy_535/open"
  | "24.11/production/closed"
  | "24.11/production/open"
  | "25.05/board"
  | "25.05/legacy_470/closed"
  | "25.05/legacy_535/closed"
  | "25.05/legacy_535/open"
  | "25.05/production/closed"
  | "25.05/production/open"
  | "25.11/board"
  | "25.11/legacy_470/closed"
  | "25.11/legacy_535/closed"
  | "25.11/legacy_535/open"
  | "25.11/production/closed"
  | "25.11/production/open"
  | "26.05/board"
  | "26.05/legacy_470/closed"
  | "26.05/legacy_580/closed"
  | "26.05/legacy_580/open"
  | "26.05/production/closed"
  | "26.05/production/open"
  | "unstable/board"
  | "unstable/legacy_470/closed"
  | "unstable/legacy_535/closed"
  | "unstable/legacy_535/open"
  | "unstable/legacy_580/closed"
  | "unstable/legacy_580/open"
  | "unstable/production/closed"
  | "unstable/production/open";
type Drivers62 =
  | "23.11/board"
  | "23.11/production/closed"
  | "23.11/production/open"
  | "24.05/board"
  | "24.05/production/closed"
  | "24.05/production/open"
  | "24.11/board"
  | "24.11/legacy_535/closed"
  | "24.11/legacy_535/open"
  | "24.11/production/closed"
  | "24.11/production/open"
  | "25.05/board"
  | "25.05/legacy_535/closed"
  | "25.05/legacy_535/open"
  | "25.05/production/closed"
  | "25.05/production/open"
  | "25.11/board"
  | "25.11/legacy_535/closed"
  | "25.11/legacy_535/open"
  | "25.11/production/closed"
  | "25.11/production/open"
  | "26.05/board"
  | "26.05/legacy_580/closed"
  | "26.05/legacy_580/open"
  | "26.05/production/closed"
  | "26.05/production/open"
  | "unstable/board"
  | "unstable/legacy_535/closed"
  | "unstable/legacy_535/open"
  | "unstable/legacy_580/closed"
  | "unstable/legacy_580/open"
  | "unstable/production/closed"
  | "unstable/production/open";
type Drivers63 =
  | "23.11/board"
  | "24.05/board"
  | "24.11/board"
  | "25.05/board"
  | "25.11/board"
  | "25.11/production/closed"
  | "25.11/production/open"
  | "26.05/board"
  | "26.05/legacy_580/closed"
  | "26.05/legacy_580/open"
  | "26.05/production/closed"
  | "26.05/production/open"
  | "unstable/board"
  | "unstable/legacy_580/closed"
  | "unstable/legacy_580/open"
  | "unstable/production/closed"
  | "unstable/production/open";
type Toolkits64 =
  | "10.0"
  | "10.1"
  | "10.2"
  | "11.0"
  | "11.1"
  | "11.2"
  | "11.3"
  | "11.4"
  | "11.5"
  | "11.6"
  | "11.7"
  | "11.8"
  | "12.0"
  | "12.1"
  | "12.2";
type Pythons65 = "3.8" | "3.9" | "3.10" | "3.11" | "3.12";
type Branches66 =
  | "stable"
  | "production"
  | "latest"
  | "beta"
  | "vulkan_beta"
  | "dc_520"
  | "dc_535"
  | "dc"
  | "legacy_470"
  | "legacy_390"
  | "legacy_340";
type Toolkits67 =
  | "10.0"
  | "10.1"
  | "10.2"
  | "11.0"
  | "11.1"
  | "11.2"
  | "11.3"
  | "11.4"
  | "11.5"
  | "11.6"
  | "11.7"
  | "11.8"
  | "12.0"
  | "12.1"
  | "12.2"
  | "12.3";
type Pythons68 = "3.9" | "3.10" | "3.11" | "3.12";
type Branches69 =
  | "stable"
  | "production"
  | "latest"
  | "beta"
  | "vulkan_beta"
  | "dc_520"
  | "dc_535"
  | "legacy_470"
  | "legacy_390"
  | "legacy_340";
type Toolkits70 =
  | "11.0"
  | "11.1"
  | "11.2"
  | "11.3"
  | "11.4"
  | "11.5"
  | "11.6"
  | "11.7"
  | "11.8"
  | "12.0"
  | "12.1"
  | "12.2"
  | "12.3"
  | "12.4";
type Pythons71 = "3.9" | "3.10" | "3.11" | "3.12" | "3.13";
type Branches72 =
  | "stable"
  | "production"
  | "latest"
  | "beta"
  | "vulkan_beta"
  | "dc_520"
  | "dc_535"
  | "legacy_535"
  | "legacy_470"
  | "legacy_390"
  | "legacy_340";
type Toolkits73 =
  | "11.0"
  | "11.1"
  | "11.2"
  | "11.3"
  | "11.4"
  | "11.5"
  | "11.6"
  | "11.7"
  | "11.8"
  | "12.0"
  | "12.1"
  | "12.2"
  | "12.3"
  | "12.4"
  | "12.5"
  | "12.6"
  | "12.8";
type Pythons74 = "3.9" | "3.10" | "3.11" | "3.12" | "3.13" | "3.14";
type Branches75 =
  | "stable"
  | "production"
  | "latest"
  | "beta"
  | "vulkan_beta"
  | "dc"
  | "dc_565"
  | "dc_535"
  | "legacy_535"
  | "legacy_470"
  | "legacy_390"
  | "legacy_340";
type Toolkits76 = "12.6" | "12.8" | "12.9" | "13.0";
type Pythons77 = "3.11" | "3.12" | "3.13" | "3.14" | "3.15";
type Branches78 =
  | "stable"
  | "production"
  | "latest"
  | "beta"
  | "vulkan_beta"
  | "dc"
  | "dc_570"
  | "dc_565"
  | "dc_535"
  | "legacy_535"
  | "legacy_470"
  | "legacy_390"
  | "legacy_340";
type Toolkits79 = "12.6" | "12.8" | "12.9" | "13.0" | "13.1" | "13.2";
type Toolkits80 = "12.6" | "12.8" | "12.9" | "13.0" | "13.1" | "13.2" | "13.3" | "13.4";
type Branches81 =
  | "stable"
  | "production"
  | "new_feature"
  | "latest"
  | "beta"
  | "bleeding_edge"
  | "vulkan_beta"
  | "dc"
  | "dc_590"
  | "dc_580"
  | "dc_570"
  | "legacy_580"
  | "legacy_535"
  | "legacy_470"
  | "legacy_390"
  | "legacy_340";

/** Cards in the catalog. */
export type KnownGpu =
  | "GTX 745"
  | "GTX 750"
  | "GTX 750 Ti"
  | "GTX 850M"
  | "GTX 860M (Maxwell)"
  | "GTX 860M (Kepler)"
  | "940M"
  | "940MX"
  | "GTX 950M"
  | "GTX 960M"
  | "MX110"
  | "MX130"
  | "GTX 950"
  | "GTX 960"
  | "GTX 970"
  | "GTX 980"
  | "GTX 980 Ti"
  | "GTX TITAN X"
  | "GTX 965M"
  | "GTX 970M"
  | "GTX 980M"
  | "GT 1030"
  | "MX150"
  | "MX230"
  | "MX250"
  | "MX330"
  | "MX350"
  | "GTX 1050"
  | "GTX 1050 Ti"
  | "GTX 1060"
  | "GTX 1070"
  | "GTX 1070 Ti"
  | "GTX 1080"
  | "GTX 1080 Ti"
  | "TITAN X (Pascal)"
  | "TITAN Xp"
  | "TITAN V"
  | "GTX 1630"
  | "GTX 1650"
  | "GTX 1650 Ti"
  | "GTX 1650 SUPER"
  | "GTX 1660"
  | "GTX 1660 SUPER"
  | "GTX 1660 Ti"
  | "MX450"
  | "MX550"
  | "RTX 2060"
  | "RTX 2060 12GB"
  | "RTX 2060 SUPER"
  | "RTX 2070"
  | "RTX 2070 SUPER"
  | "RTX 2080"
  | "RTX 2080 SUPER"
  | "RTX 2080 Ti"
  | "TITAN RTX"
  | "MX570"
  | "RTX 2050"
  | "RTX 3050 6GB"
  | "RTX 3050"
  | "RTX 3060"
  | "RTX 3060 Ti"
  | "RTX 3070"
  | "RTX 3070 Ti"
  | "RTX 3080"
  | "RTX 3080 Ti"
  | "RTX 3090"
  | "RTX 3090 Ti"
  | "RTX 3050 Laptop GPU"
  | "RTX 3050 Ti Laptop GPU"
  | "RTX 3060 Laptop GPU"
  | "RTX 3070 Laptop GPU"
  | "RTX 3080 Laptop GPU"
  | "RTX 3080 Ti Laptop GPU"
  | "RTX 4050 Laptop GPU"
  | "RTX 4060"
  | "RTX 4060 Ti"
  | "RTX 4070"
  | "RTX 4070 SUPER"
  | "RTX 4070 Ti"
  | "RTX 4070 Ti SUPER"
  | "RTX 4080"
  | "RTX 4080 SUPER"
  | "RTX 4090 D"
  | "RTX 4090"
  | "RTX 4060 Laptop GPU"
  | "RTX 4070 Laptop GPU"
  | "RTX 4080 Laptop GPU"
  | "RTX 4090 Laptop GPU"
  | "RTX 5050"
  | "RTX 5060"
  | "RTX 5060 Ti"
  | "RTX 5070"
  | "RTX 5070 Ti"
  | "RTX 5080"
  | "RTX 5090 D"
  | "RTX 5090 D v2"
  | "RTX 5090"
  | "RTX 5050 Laptop GPU"
  | "RTX 5060 Laptop GPU"
  | "RTX 5070 Laptop GPU"
  | "RTX 5070 Ti Laptop GPU"
  | "RTX 5080 Laptop GPU"
  | "RTX 5090 Laptop GPU"
  | "K620"
  | "K1200"
  | "K2200"
  | "M500M"
  | "M1000M"
  | "M1200"
  | "M2000M"
  | "M2000"
  | "M2200"
  | "M3000M"
  | "M4000"
  | "M5000"
  | "M6000"
  | "M6000 24GB"
  | "P400"
  | "P500"
  | "P520"
  | "P600"
  | "P620"
  | "P1000"
  | "P2000"
  | "P2200"
  | "P3000"
  | "P3200"
  | "P4000"
  | "P4200"
  | "P5000"
  | "P5200"
  | "P6000"
  | "GP100"
  | "GV100"
  | "T400"
  | "T400 4GB"
  | "T500"
  | "T550"
  | "T600"
  | "T1000"
  | "T1200"
  | "T2000"
  | "RTX 3000"
  | "Quadro RTX 4000"
  | "Quadro RTX 5000"
  | "Quadro RTX 6000"
  | "RTX 8000"
  | "RTX A400"
  | "RTX A500"
  | "RTX A1000"
  | "RTX A2000"
  | "RTX A2000 12GB"
  | "RTX A3000"
  | "RTX A4000"
  | "RTX A4500"
  | "RTX A5000"
  | "RTX A5500"
  | "RTX A6000"
  | "RTX 2000 Ada Generation"
  | "RTX 3500 Ada Generation Laptop GPU"
  | "RTX 4000 Ada Generation"
  | "RTX 4000 SFF Ada Generation"
  | "RTX 4500 Ada Generation"
  | "RTX 5000 Ada Generation"
  | "RTX 5880 Ada Generation"
  | "RTX 6000 Ada Generation"
  | "RTX PRO 500 Blackwell Generation Laptop GPU"
  | "RTX PRO 1000 Blackwell Generation Laptop GPU"
  | "RTX PRO 2000 Blackwell"
  | "RTX PRO 3000 Blackwell Generation Laptop GPU"
  | "RTX PRO 4000 Blackwell"
  | "RTX PRO 4000 Blackwell SFF Edition"
  | "RTX PRO 4500 Blackwell"
  | "RTX PRO 5000 Blackwell"
  | "RTX PRO 6000 Blackwell Workstation Edition"
  | "RTX PRO 6000 Blackwell Max-Q Workstation Edition"
  | "RTX 6000D"
  | "RTX PRO 6000 Blackwell Server Edition"
  | "RTX PRO 4500 Blackwell Server Edition"
  | "A800 40GB Active"
  | "K40"
  | "K80"
  | "M10"
  | "M4"
  | "M40"
  | "M40 24GB"
  | "M60"
  | "P100"
  | "P4"
  | "P6"
  | "P40"
  | "V100"
  | "V100S"
  | "T4"
  | "T10"
  | "A100"
  | "A100 40GB"
  | "A100 80GB"
  | "A30"
  | "A800"
  | "A2"
  | "A10"
  | "A10G"
  | "A16"
  | "A40"
  | "L4"
  | "L20"
  | "L40"
  | "L40S"
  | "H100"
  | "H100 NVL"
  | "H800"
  | "H20"
  | "H200"
  | "GH200"
  | "B100"
  | "B200"
  | "GB200"
  | "B300"
  | "GB300"
  | "Rubin (R-series)"
  | "GB10"
  | "CMP 30HX"
  | "CMP 40HX"
  | "CMP 50HX"
  | "CMP 90HX"
  | "Jetson Nano"
  | "Jetson TX1"
  | "Jetson TX2"
  | "Jetson Xavier NX"
  | "Jetson AGX Xavier"
  | "Jetson Orin Nano"
  | "Jetson Orin NX"
  | "Jetson AGX Orin"
  | "Jetson AGX Thor"
  | "Jetson T5000"
  | "Jetson T4000";

/** Compute capabilities of cards. */
export type KnownCapability = keyof CapabilityKinds;

/** CUDA versions with PyTorch wheels. */
export type KnownCuda =
  "11.7" | "11.8" | "12.1" | "12.4" | "12.6" | "12.8" | "12.9" | "13.0" | "13.2" | "13.4";

/** Releases of torch. */
export type KnownTorch =
  | "2.0"
  | "2.0.0"
  | "2.0.1"
  | "2.1"
  | "2.1.0"
  | "2.1.1"
  | "2.1.2"
  | "2.2"
  | "2.2.0"
  | "2.2.1"
  | "2.2.2"
  | "2.3"
  | "2.3.0"
  | "2.3.1"
  | "2.4"
  | "2.4.0"
  | "2.4.1"
  | "2.5"
  | "2.5.0"
  | "2.5.1"
  | "2.6"
  | "2.6.0"
  | "2.7"
  | "2.7.0"
  | "2.7.1"
  | "2.8"
  | "2.8.0"
  | "2.9"
  | "2.9.0"
  | "2.9.1"
  | "2.10"
  | "2.10.0"
  | "2.11"
  | "2.11.0"
  | "2.12"
  | "2.12.0"
  | "2.12.1"
  | "2.13"
  | "2.13.0"
  | "2.14"
  | "2.14.0"
  | "2.14.1"
  | "2.15"
  | "2.15.0";

/** Pythons with PyTorch wheels. */
export type KnownPython = "3.8" | "3.9" | "3.10" | "3.11" | "3.12" | "3.13" | "3.14" | "3.15";

/** Releases of nixpkgs. */
export type KnownNixpkgs = "23.11" | "24.05" | "24.11" | "25.05" | "25.11" | "26.05" | "unstable";

/** Driver branches of nixpkgs. */
export type KnownDriverBranch =
  | "beta"
  | "bleeding_edge"
  | "dc"
  | "dc_520"
  | "dc_535"
  | "dc_565"
  | "dc_570"
  | "dc_580"
  | "dc_590"
  | "latest"
  | "legacy_340"
  | "legacy_390"
  | "legacy_470"
  | "legacy_535"
  | "legacy_580"
  | "new_feature"
  | "production"
  | "stable"
  | "vulkan_beta";

/** Cards by the name that is offered, and what kind each is. */
export interface GpuKinds {
  "GTX 745": "5.0";
  "GTX 750": "5.0";
  "GTX 750 Ti": "5.0";
  "GTX 850M": "5.0";
  "GTX 860M (Maxwell)": "5.0";
  "GTX 860M (Kepler)": "3.0";
  "940M": "5.0";
  "940MX": "5.0";
  "GTX 950M": "5.0";
  "GTX 960M": "5.0";
  MX110: "5.0";
  MX130: "5.0";
  "GTX 950": "5.2";
  "GTX 960": "5.2";
  "GTX 970": "5.2";
  "GTX 980": "5.2";
  "GTX 980 Ti": "5.2";
  "GTX TITAN X": "5.2";
  "GTX 965M": "5.2";
  "GTX 970M": "5.2";
  "GTX 980M": "5.2";
  "GT 1030": "6.1";
  MX150: "6.1";
  MX230: "6.1";
  MX250: "6.1";
  MX330: "6.1";
  MX350: "6.1";
  "GTX 1050": "6.1";
  "GTX 1050 Ti": "6.1";
  "GTX 1060": "6.1";
  "GTX 1070": "6.1";
  "GTX 1070 Ti": "6.1";
  "GTX 1080": "6.1";
  "GTX 1080 Ti": "6.1";
  "TITAN X (Pascal)": "6.1";
  "TITAN Xp": "6.1";
  "TITAN V": "7.0";
  "GTX 1630": "7.5";
  "GTX 1650": "7.5";
  "GTX 1650 Ti": "7.5";
  "GTX 1650 SUPER": "7.5";
  "GTX 1660": "7.5";
  "GTX 1660 SUPER": "7.5";
  "GTX 1660 Ti": "7.5";
  MX450: "7.5";
  MX550: "7.5";
  "RTX 2060": "7.5";
  "RTX 2060 12GB": "7.5";
  "RTX 2060 SUPER": "7.5";
  "RTX 2070": "7.5";
  "RTX 2070 SUPER": "7.5";
  "RTX 2080": "7.5";
  "RTX 2080 SUPER": "7.5";
  "RTX 2080 Ti": "7.5";
  "TITAN RTX": "7.5";
  MX570: "8.6";
  "RTX 2050": "8.6";
  "RTX 3050 6GB": "8.6";
  "RTX 3050": "8.6";
  "RTX 3060": "8.6";
  "RTX 3060 Ti": "8.6";
  "RTX 3070": "8.6";
  "RTX 3070 Ti": "8.6";
  "RTX 3080": "8.6";
  "RTX 3080 Ti": "8.6";
  "RTX 3090": "8.6";
  "RTX 3090 Ti": "8.6";
  "RTX 3050 Laptop GPU": "8.6";
  "RTX 3050 Ti Laptop GPU": "8.6";
  "RTX 3060 Laptop GPU": "8.6";
  "RTX 3070 Laptop GPU": "8.6";
  "RTX 3080 Laptop GPU": "8.6";
  "RTX 3080 Ti Laptop GPU": "8.6";
  "RTX 4050 Laptop GPU": "8.9";
  "RTX 4060": "8.9";
  "RTX 4060 Ti": "8.9";
  "RTX 4070": "8.9";
  "RTX 4070 SUPER": "8.9";
  "RTX 4070 Ti": "8.9";
  "RTX 4070 Ti SUPER": "8.9";
  "RTX 4080": "8.9";
  "RTX 4080 SUPER": "8.9";
  "RTX 4090 D": "8.9";
  "RTX 4090": "8.9";
  "RTX 4060 Laptop GPU": "8.9";
  "RTX 4070 Laptop GPU": "8.9";
  "RTX 4080 Laptop GPU": "8.9";
  "RTX 4090 Laptop GPU": "8.9";
  "RTX 5050": "12.0";
  "RTX 5060": "12.0";
  "RTX 5060 Ti": "12.0";
  "RTX 5070": "12.0";
  "RTX 5070 Ti": "12.0";
  "RTX 5080": "12.0";
  "RTX 5090 D": "12.0";
  "RTX 5090 D v2": "12.0";
  "RTX 5090": "12.0";
  "RTX 5050 Laptop GPU": "12.0";
  "RTX 5060 Laptop GPU": "12.0";
  "RTX 5070 Laptop GPU": "12.0";
  "RTX 5070 Ti Laptop GPU": "12.0";
  "RTX 5080 Laptop GPU": "12.0";
  "RTX 5090 Laptop GPU": "12.0";
  K620: "5.0";
  K1200: "5.0";
  K2200: "5.0";
  M500M: "5.0";
  M1000M: "5.0";
  M1200: "5.0";
  M2000M: "5.0";
  M2000: "5.2";
  M2200: "5.2";
  M3000M: "5.2";
  M4000: "5.2";
  M5000: "5.2";
  M6000: "5.2";
  "M6000 24GB": "5.2";
  P400: "6.1";
  P500: "6.1";
  P520: "6.1";
  P600: "6.1";
  P620: "6.1";
  P1000: "6.1";
  P2000: "6.1";
  P2200: "6.1";
  P3000: "6.1";
  P3200: "6.1";
  P4000: "6.1";
  P4200: "6.1";
  P5000: "6.1";
  P5200: "6.1";
  P6000: "6.1";
  GP100: "6.0";
  GV100: "7.0";
  T400: "7.5";
  "T400 4GB": "7.5";
  T500: "7.5";
  T550: "7.5";
  T600: "7.5";
  T1000: "7.5";
  T1200: "7.5";
  T2000: "7.5";
  "RTX 3000": "7.5";
  "Quadro RTX 4000": "7.5";
  "Quadro RTX 5000": "7.5";
  "Quadro RTX 6000": "7.5";
  "RTX 8000": "7.5";
  "RTX A400": "8.6";
  "RTX A500": "8.6";
  "RTX A1000": "8.6";
  "RTX A2000": "8.6";
  "RTX A2000 12GB": "8.6";
  "RTX A3000": "8.6";
  "RTX A4000": "8.6";
  "RTX A4500": "8.6";
  "RTX A5000": "8.6";
  "RTX A5500": "8.6";
  "RTX A6000": "8.6";
  "RTX 2000 Ada Generation": "8.9";
  "RTX 3500 Ada Generation Laptop GPU": "8.9";
  "RTX 4000 Ada Generation": "8.9";
  "RTX 4000 SFF Ada Generation": "8.9";
  "RTX 4500 Ada Generation": "8.9";
  "RTX 5000 Ada Generation": "8.9";
  "RTX 5880 Ada Generation": "8.9";
  "RTX 6000 Ada Generation": "8.9";
  "RTX PRO 500 Blackwell Generation Laptop GPU": "12.0";
  "RTX PRO 1000 Blackwell Generation Laptop GPU": "12.0";
  "RTX PRO 2000 Blackwell": "12.0";
  "RTX PRO 3000 Blackwell Generation Laptop GPU": "12.0";
  "RTX PRO 4000 Blackwell": "12.0";
  "RTX PRO 4000 Blackwell SFF Edition": "12.0";
  "RTX PRO 4500 Blackwell": "12.0";
  "RTX PRO 5000 Blackwell": "12.0";
  "RTX PRO 6000 Blackwell Workstation Edition": "12.0";
  "RTX PRO 6000 Blackwell Max-Q Workstation Edition": "12.0";
  "RTX 6000D": "12.0 RTX 6000D";
  "RTX PRO 6000 Blackwell Server Edition": "12.0 RTX 6000D";
  "RTX PRO 4500 Blackwell Server Edition": "12.0";
  "A800 40GB Active": "8.0";
  K40: "3.5";
  K80: "3.7";
  M10: "5.0";
  M4: "5.2";
  M40: "5.2";
  "M40 24GB": "5.2";
  M60: "5.2";
  P100: "6.0";
  P4: "6.1";
  P6: "6.1";
  P40: "6.1";
  V100: "7.0";
  V100S: "7.0";
  T4: "7.5";
  T10: "7.5";
  A100: "8.0";
  "A100 40GB": "8.0";
  "A100 80GB": "8.0";
  A30: "8.0";
  A800: "8.0";
  A2: "8.6";
  A10: "8.6";
  A10G: "8.6";
  A16: "8.6";
  A40: "8.6";
  L4: "8.9";
  L20: "8.9";
  L40: "8.9";
  L40S: "8.9";
  H100: "9.0";
  "H100 NVL": "9.0";
  H800: "9.0";
  H20: "9.0";
  H200: "9.0";
  GH200: "9.0 GH200";
  B100: "10.0";
  B200: "10.0";
  GB200: "10.0 GB200";
  B300: "10.3";
  GB300: "10.3 GB300";
  "Rubin (R-series)": "10.7";
  GB10: "12.1 GB10";
  "CMP 30HX": "7.5";
  "CMP 40HX": "7.5";
  "CMP 50HX": "7.5";
  "CMP 90HX": "8.6";
  "Jetson Nano": "5.3";
  "Jetson TX1": "5.3";
  "Jetson TX2": "6.2";
  "Jetson Xavier NX": "7.2 Jetson Xavier NX";
  "Jetson AGX Xavier": "7.2 Jetson Xavier NX";
  "Jetson Orin Nano": "8.7 Jetson Orin Nano";
  "Jetson Orin NX": "8.7 Jetson Orin Nano";
  "Jetson AGX Orin": "8.7 Jetson Orin Nano";
  "Jetson AGX Thor": "11.0 Jetson AGX Thor";
  "Jetson T5000": "11.0 Jetson AGX Thor";
  "Jetson T4000": "11.0 Jetson AGX Thor";
}

/** Other names of cards. */
export interface GpuSpellings {
  "GeForce GTX 745": "5.0";
  "GeForce GTX 750": "5.0";
  "GeForce GTX 750 Ti": "5.0";
  "GeForce GTX 850M": "5.0";
  "GeForce GTX 860M (Maxwell)": "5.0";
  "GeForce GTX 860M (Kepler)": "3.0";
  "GeForce 940M": "5.0";
  "GeForce 940MX": "5.0";
  "GeForce GTX 950M": "5.0";
  "GeForce GTX 960M": "5.0";
  "GeForce MX110": "5.0";
  "GeForce MX130": "5.0";
  "GeForce GTX 950": "5.2";
  "GeForce GTX 960": "5.2";
  "GeForce GTX 970": "5.2";
  "GeForce GTX 980": "5.2";
  "GeForce GTX 980 Ti": "5.2";
  "GeForce GTX TITAN X": "5.2";
  "GeForce GTX 965M": "5.2";
  "GeForce GTX 970M": "5.2";
  "GeForce GTX 980M": "5.2";
  "GeForce GT 1030": "6.1";
  "GeForce MX150": "6.1";
  "GeForce MX230": "6.1";
  "GeForce MX250": "6.1";
  "GeForce MX330": "6.1";
  "GeForce MX350": "6.1";
  "GeForce GTX 1050": "6.1";
  "GeForce GTX 1050 Ti": "6.1";
  "GeForce GTX 1060": "6.1";
  "GeForce GTX 1070": "6.1";
  "GeForce GTX 1070 Ti": "6.1";
  "GeForce GTX 1080": "6.1";
  "GeForce GTX 1080 Ti": "6.1";
  "NVIDIA TITAN X (Pascal)": "6.1";
  "NVIDIA TITAN Xp": "6.1";
  "NVIDIA TITAN V": "7.0";
  "GeForce GTX 1630": "7.5";
  "GeForce GTX 1650": "7.5";
  "GeForce GTX 1650 Ti": "7.5";
  "GeForce GTX 1650 SUPER": "7.5";
  "GeForce GTX 1660": "7.5";
  "GeForce GTX 1660 SUPER": "7.5";
  "GeForce GTX 1660 Ti": "7.5";
  "GeForce MX450": "7.5";
  "GeForce MX550": "7.5";
  "GeForce RTX 2060": "7.5";
  "GeForce RTX 2060 12GB": "7.5";
  "GeForce RTX 2060 SUPER": "7.5";
  "GeForce RTX 2070": "7.5";
  "GeForce RTX 2070 SUPER": "7.5";
  "GeForce RTX 2080": "7.5";
  "GeForce RTX 2080 SUPER": "7.5";
  "GeForce RTX 2080 Ti": "7.5";
  "NVIDIA TITAN RTX": "7.5";
  "GeForce MX570": "8.6";
  "GeForce RTX 2050": "8.6";
  "GeForce RTX 3050 6GB": "8.6";
  "GeForce RTX 3050": "8.6";
  "GeForce RTX 3060": "8.6";
  "GeForce RTX 3060 Ti": "8.6";
  "GeForce RTX 3070": "8.6";
  "GeForce RTX 3070 Ti": "8.6";
  "GeForce RTX 3080": "8.6";
  "GeForce RTX 3080 Ti": "8.6";
  "GeForce RTX 3090": "8.6";
  "GeForce RTX 3090 Ti": "8.6";
  "GeForce RTX 3050 Laptop GPU": "8.6";
  "GeForce RTX 3050 Ti Laptop GPU": "8.6";
  "GeForce RTX 3060 Laptop GPU": "8.6";
  "GeForce RTX 3070 Laptop GPU": "8.6";
  "GeForce RTX 3080 Laptop GPU": "8.6";
  "GeForce RTX 3080 Ti Laptop GPU": "8.6";
  "GeForce RTX 4050 Laptop GPU": "8.9";
  "GeForce RTX 4060": "8.9";
  "GeForce RTX 4060 Ti": "8.9";
  "GeForce RTX 4070": "8.9";
  "GeForce RTX 4070 SUPER": "8.9";
  "GeForce RTX 4070 Ti": "8.9";
  "GeForce RTX 4070 Ti SUPER": "8.9";
  "GeForce RTX 4080": "8.9";
  "GeForce RTX 4080 SUPER": "8.9";
  "GeForce RTX 4090 D": "8.9";
  "GeForce RTX 4090": "8.9";
  "GeForce RTX 4060 Laptop GPU": "8.9";
  "GeForce RTX 4070 Laptop GPU": "8.9";
  "GeForce RTX 4080 Laptop GPU": "8.9";
  "GeForce RTX 4090 Laptop GPU": "8.9";
  "GeForce RTX 5050": "12.0";
  "GeForce RTX 5060": "12.0";
  "GeForce RTX 5060 Ti": "12.0";
  "GeForce RTX 5070": "12.0";
  "GeForce RTX 5070 Ti": "12.0";
  "GeForce RTX 5080": "12.0";
  "GeForce RTX 5090 D": "12.0";
  "GeForce RTX 5090 D v2": "12.0";
  "GeForce RTX 5090": "12.0";
  "GeForce RTX 5050 Laptop GPU": "12.0";
  "GeForce RTX 5060 Laptop GPU": "12.0";
  "GeForce RTX 5070 Laptop GPU": "12.0";
  "GeForce RTX 5070 Ti Laptop GPU": "12.0";
  "GeForce RTX 5080 Laptop GPU": "12.0";
  "GeForce RTX 5090 Laptop GPU": "12.0";
  "Quadro K620": "5.0";
  "Quadro K1200": "5.0";
  "Quadro K2200": "5.0";
  "Quadro M500M": "5.0";
  "Quadro M1000M": "5.0";
  "Quadro M1200": "5.0";
  "Quadro M2000M": "5.0";
  "Quadro M2000": "5.2";
  "Quadro M2200": "5.2";
  "Quadro M3000M": "5.2";
  "Quadro M4000": "5.2";
  "Quadro M5000": "5.2";
  "Quadro M6000": "5.2";
  "Quadro M6000 24GB": "5.2";
  "Quadro P400": "6.1";
  "Quadro P500": "6.1";
  "Quadro P520": "6.1";
  "Quadro P600": "6.1";
  "Quadro P620": "6.1";
  "Quadro P1000": "6.1";
  "Quadro P2000": "6.1";
  "Quadro P2200": "6.1";
  "Quadro P3000": "6.1";
  "Quadro P3200": "6.1";
  "Quadro P4000": "6.1";
  "Quadro P4200": "6.1";
  "Quadro P5000": "6.1";
  "Quadro P5200": "6.1";
  "Quadro P6000": "6.1";
  "Quadro GP100": "6.0";
  "Quadro GV100": "7.0";
  "NVIDIA T400": "7.5";
  "NVIDIA T400 4GB": "7.5";
  "NVIDIA T500": "7.5";
  "NVIDIA T550": "7.5";
  "NVIDIA T600": "7.5";
  "NVIDIA T1000": "7.5";
  "NVIDIA T1200": "7.5";
  "Quadro T1000": "7.5";
  "Quadro T2000": "7.5";
  "Quadro RTX 3000": "7.5";
  "Quadro RTX 8000": "7.5";
  "Tesla K40": "3.5";
  "Tesla K80": "3.7";
  "Tesla M10": "5.0";
  "Tesla M4": "5.2";
  "Tesla M40": "5.2";
  "Tesla M40 24GB": "5.2";
  "Tesla M60": "5.2";
  "Tesla P100": "6.0";
  "Tesla P4": "6.1";
  "Tesla P6": "6.1";
  "Tesla P40": "6.1";
  "Tesla V100": "7.0";
  "Tesla V100S": "7.0";
  "Tesla T4": "7.5";
  "Tesla T10": "7.5";
  "DGX Spark": "12.1 GB10";
}

/** Kinds of cards by compute capability. */
export interface CapabilityKinds {
  "3.0": "3.0";
  "3.5": "3.5";
  "3.7": "3.7";
  "5.0": "5.0";
  "5.2": "5.2";
  "5.3": "5.3";
  "6.0": "6.0";
  "6.1": "6.1";
  "6.2": "6.2";
  "7.0": "7.0";
  "7.2": "7.2";
  "7.5": "7.5";
  "8.0": "8.0";
  "8.6": "8.6";
  "8.7": "8.7";
  "8.9": "8.9";
  "9.0": "9.0";
  "10.0": "10.0";
  "10.1": "10.1";
  "10.3": "10.3";
  "10.7": "10.7";
  "11.0": "11.0";
  "12.0": "12.0";
  "12.1": "12.1";
}

/** Wheels of a torch. */
export interface TorchWheels {
  "2.0": Wheels1;
  "2.0.0": Wheels1;
  "2.0.1": Wheels1;
  "2.1": Wheels2;
  "2.1.0": Wheels2;
  "2.1.1": Wheels2;
  "2.1.2": Wheels2;
  "2.2": Wheels3;
  "2.2.0": Wheels3;
  "2.2.1": Wheels3;
  "2.2.2": Wheels3;
  "2.3": Wheels4;
  "2.3.0": Wheels4;
  "2.3.1": Wheels4;
  "2.4": Wheels5;
  "2.4.0": Wheels5;
  "2.4.1": Wheels5;
  "2.5": Wheels6;
  "2.5.0": Wheels6;
  "2.5.1": Wheels6;
  "2.6": Wheels7;
  "2.6.0": Wheels7;
  "2.7": Wheels8;
  "2.7.0": Wheels8;
  "2.7.1": Wheels8;
  "2.8": Wheels9;
  "2.8.0": Wheels9;
  "2.9": Wheels10;
  "2.9.0": Wheels10;
  "2.9.1": Wheels10;
  "2.10": Wheels11;
  "2.10.0": Wheels11;
  "2.11": Wheels12;
  "2.11.0": Wheels12;
  "2.12": Wheels13;
  "2.12.0": Wheels14;
  "2.12.1": Wheels13;
  "2.13": Wheels15;
  "2.13.0": Wheels15;
  "2.14": Wheels16;
  "2.14.0": Wheels16;
  "2.14.1": Wheels16;
  "2.15": Wheels17;
  "2.15.0": Wheels17;
}

/** Wheels of a CUDA. */
export interface CudaWheels {
  "11.7": "11.7/2.0";
  "11.8": Wheels18;
  "12.1": Wheels19;
  "12.4": Wheels20;
  "12.6": Wheels21;
  "12.8": Wheels22;
  "12.9": Wheels23;
  "13.0": Wheels24;
  "13.2": Wheels25;
  "13.4": "13.4/2.15";
}

/** Wheels of a CUDA major. */
export interface MajorWheels {
  "11": Wheels26;
  "12": Wheels27;
  "13": Wheels28;
}

/** Wheels for a Python. */
export interface PythonWheels {
  "3.8": Wheels29;
  "3.9": Wheels30;
  "3.10": Wheels31;
  "3.11": Wheels32;
  "3.12": Wheels33;
  "3.13": Wheels34;
  "3.14": Wheels35;
  "3.15": Wheels36;
}

/** Wheels that run on a kind of card: where such cards are. */
export interface KindWheelsOwn {
  "3.0": never;
  "3.5": never;
  "3.7": Wheels26;
  "5.0": Wheels37;
  "5.2": Wheels37;
  "5.3": never;
  "6.0": Wheels37;
  "6.1": Wheels37;
  "6.2": never;
  "7.0": Wheels38;
  "7.2": Wheels38;
  "7.5": Wheels32;
  "8.0": Wheels32;
  "8.6": Wheels32;
  "8.7": Wheels32;
  "8.9": Wheels32;
  "9.0": Wheels39;
  "10.0": Wheels40;
  "10.1": Wheels41;
  "10.3": Wheels40;
  "10.7": Wheels28;
  "11.0": never;
  "12.0": Wheels40;
  "12.1": Wheels40;
  "12.0 RTX 6000D": Wheels40;
  "9.0 GH200": Wheels42;
  "10.0 GB200": Wheels43;
  "10.3 GB300": Wheels43;
  "12.1 GB10": Wheels43;
  "7.2 Jetson Xavier NX": never;
  "8.7 Jetson Orin Nano": Wheels43;
  "11.0 Jetson AGX Thor": Wheels43;
}

/** What runs on a kind of card, for messages. */
export interface KindTextsOwn {
  "3.0": { cuda: "none"; torch: "none" };
  "3.5": { cuda: "none"; torch: "none" };
  "3.7": { cuda: "11.8 or older"; torch: "2.7 or older" };
  "5.0": { cuda: "12.6 or older"; torch: "2.14 or older" };
  "5.2": { cuda: "12.6 or older"; torch: "2.14 or older" };
  "5.3": { cuda: "none"; torch: "none" };
  "6.0": { cuda: "12.6 or older"; torch: "2.14 or older" };
  "6.1": { cuda: "12.6 or older"; torch: "2.14 or older" };
  "6.2": { cuda: "none"; torch: "none" };
  "7.0": { cuda: "12.9 or older"; torch: "2.14 or older" };
  "7.2": { cuda: "12.9 or older"; torch: "2.14 or older" };
  "7.5": { cuda: "11.7 or newer"; torch: "2.0 or newer" };
  "8.0": { cuda: "11.7 or newer"; torch: "2.0 or newer" };
  "8.6": { cuda: "11.7 or newer"; torch: "2.0 or newer" };
  "8.7": { cuda: "11.7 or newer"; torch: "2.0 or newer" };
  "8.9": { cuda: "11.7 or newer"; torch: "2.0 or newer" };
  "9.0": { cuda: "11.8 or newer"; torch: "2.0 or newer" };
  "10.0": { cuda: "12.8 or newer"; torch: "2.7 or newer" };
  "10.1": { cuda: "12.8 or 12.9"; torch: "2.7 to 2.11" };
  "10.3": { cuda: "12.8 or newer"; torch: "2.7 or newer" };
  "10.7": { cuda: "13.0 or newer"; torch: "2.9 or newer" };
  "11.0": { cuda: "none"; torch: "none" };
  "12.0": { cuda: "12.8 or newer"; torch: "2.7 or newer" };
  "12.1": { cuda: "12.8 or newer"; torch: "2.7 or newer" };
  "12.0 RTX 6000D": { cuda: "12.8 or newer"; torch: "2.7 or newer" };
  "9.0 GH200": { cuda: "12.4, or 13.0 or newer"; torch: "2.4, or 2.9 or newer" };
  "10.0 GB200": { cuda: "13.0 or newer"; torch: "2.9 or newer" };
  "10.3 GB300": { cuda: "13.0 or newer"; torch: "2.9 or newer" };
  "12.1 GB10": { cuda: "13.0 or newer"; torch: "2.9 or newer" };
  "7.2 Jetson Xavier NX": { cuda: "none"; torch: "none" };
  "8.7 Jetson Orin Nano": { cuda: "13.0 or newer"; torch: "2.9 or newer" };
  "11.0 Jetson AGX Thor": { cuda: "13.0 or newer"; torch: "2.9 or newer" };
}

/** Wheels that run on a kind of card: x86_64-linux. */
export interface KindWheelsX86 {
  "3.0": never;
  "3.5": never;
  "3.7": Wheels26;
  "5.0": Wheels37;
  "5.2": Wheels37;
  "5.3": never;
  "6.0": Wheels37;
  "6.1": Wheels37;
  "6.2": never;
  "7.0": Wheels38;
  "7.2": Wheels38;
  "7.5": Wheels32;
  "8.0": Wheels32;
  "8.6": Wheels32;
  "8.7": Wheels32;
  "8.9": Wheels32;
  "9.0": Wheels39;
  "10.0": Wheels40;
  "10.1": Wheels41;
  "10.3": Wheels40;
  "10.7": Wheels28;
  "11.0": never;
  "12.0": Wheels40;
  "12.1": Wheels40;
  "12.0 RTX 6000D": Wheels40;
  "9.0 GH200": Wheels42;
  "10.0 GB200": Wheels43;
  "10.3 GB300": Wheels43;
  "12.1 GB10": Wheels43;
  "7.2 Jetson Xavier NX": never;
  "8.7 Jetson Orin Nano": Wheels43;
  "11.0 Jetson AGX Thor": Wheels43;
}

/** What runs on a kind of card, for messages. */
export interface KindTextsX86 {
  "3.0": { cuda: "none"; torch: "none" };
  "3.5": { cuda: "none"; torch: "none" };
  "3.7": { cuda: "11.8 or older"; torch: "2.7 or older" };
  "5.0": { cuda: "12.6 or older"; torch: "2.14 or older" };
  "5.2": { cuda: "12.6 or older"; torch: "2.14 or older" };
  "5.3": { cuda: "none"; torch: "none" };
  "6.0": { cuda: "12.6 or older"; torch: "2.14 or older" };
  "6.1": { cuda: "12.6 or older"; torch: "2.14 or older" };
  "6.2": { cuda: "none"; torch: "none" };
  "7.0": { cuda: "12.9 or older"; torch: "2.14 or older" };
  "7.2": { cuda: "12.9 or older"; torch: "2.14 or older" };
  "7.5": { cuda: "11.7 or newer"; torch: "2.0 or newer" };
  "8.0": { cuda: "11.7 or newer"; torch: "2.0 or newer" };
  "8.6": { cuda: "11.7 or newer"; torch: "2.0 or newer" };
  "8.7": { cuda: "11.7 or newer"; torch: "2.0 or newer" };
  "8.9": { cuda: "11.7 or newer"; torch: "2.0 or newer" };
  "9.0": { cuda: "11.8 or newer"; torch: "2.0 or newer" };
  "10.0": { cuda: "12.8 or newer"; torch: "2.7 or newer" };
  "10.1": { cuda: "12.8 or 12.9"; torch: "2.7 to 2.11" };
  "10.3": { cuda: "12.8 or newer"; torch: "2.7 or newer" };
  "10.7": { cuda: "13.0 or newer"; torch: "2.9 or newer" };
  "11.0": { cuda: "none"; torch: "none" };
  "12.0": { cuda: "12.8 or newer"; torch: "2.7 or newer" };
  "12.1": { cuda: "12.8 or newer"; torch: "2.7 or newer" };
  "12.0 RTX 6000D": { cuda: "12.8 or newer"; torch: "2.7 or newer" };
  "9.0 GH200": { cuda: "12.4, or 13.0 or newer"; torch: "2.4, or 2.9 or newer" };
  "10.0 GB200": { cuda: "13.0 or newer"; torch: "2.9 or newer" };
  "10.3 GB300": { cuda: "13.0 or newer"; torch: "2.9 or newer" };
  "12.1 GB10": { cuda: "13.0 or newer"; torch: "2.9 or newer" };
  "7.2 Jetson Xavier NX": { cuda: "none"; torch: "none" };
  "8.7 Jetson Orin Nano": { cuda: "13.0 or newer"; torch: "2.9 or newer" };
  "11.0 Jetson AGX Thor": { cuda: "13.0 or newer"; torch: "2.9 or newer" };
}

/** Wheels that run on a kind of card: aarch64-linux. */
export interface KindWheelsArm {
  "3.0": never;
  "3.5": never;
  "3.7": never;
  "5.0": never;
  "5.2": never;
  "5.3": never;
  "6.0": never;
  "6.1": never;
  "6.2": never;
  "7.0": never;
  "7.2": never;
  "7.5": never;
  "8.0": Wheels43;
  "8.6": Wheels43;
  "8.7": Wheels43;
  "8.9": Wheels43;
  "9.0": Wheels42;
  "10.0": Wheels43;
  "10.1": never;
  "10.3": Wheels43;
  "10.7": Wheels43;
  "11.0": Wheels43;
  "12.0": Wheels43;
  "12.1": Wheels43;
  "12.0 RTX 6000D": Wheels43;
  "9.0 GH200": Wheels42;
  "10.0 GB200": Wheels43;
  "10.3 GB300": Wheels43;
  "12.1 GB10": Wheels43;
  "7.2 Jetson Xavier NX": never;
  "8.7 Jetson Orin Nano": Wheels43;
  "11.0 Jetson AGX Thor": Wheels43;
}

/** What runs on a kind of card, for messages. */
export interface KindTextsArm {
  "3.0": { cuda: "none"; torch: "none" };
  "3.5": { cuda: "none"; torch: "none" };
  "3.7": { cuda: "none"; torch: "none" };
  "5.0": { cuda: "none"; torch: "none" };
  "5.2": { cuda: "none"; torch: "none" };
  "5.3": { cuda: "none"; torch: "none" };
  "6.0": { cuda: "none"; torch: "none" };
  "6.1": { cuda: "none"; torch: "none" };
  "6.2": { cuda: "none"; torch: "none" };
  "7.0": { cuda: "none"; torch: "none" };
  "7.2": { cuda: "none"; torch: "none" };
  "7.5": { cuda: "none"; torch: "none" };
  "8.0": { cuda: "13.0 or newer"; torch: "2.9 or newer" };
  "8.6": { cuda: "13.0 or newer"; torch: "2.9 or newer" };
  "8.7": { cuda: "13.0 or newer"; torch: "2.9 or newer" };
  "8.9": { cuda: "13.0 or newer"; torch: "2.9 or newer" };
  "9.0": { cuda: "12.4, or 13.0 or newer"; torch: "2.4, or 2.9 or newer" };
  "10.0": { cuda: "13.0 or newer"; torch: "2.9 or newer" };
  "10.1": { cuda: "none"; torch: "none" };
  "10.3": { cuda: "13.0 or newer"; torch: "2.9 or newer" };
  "10.7": { cuda: "13.0 or newer"; torch: "2.9 or newer" };
  "11.0": { cuda: "13.0 or newer"; torch: "2.9 or newer" };
  "12.0": { cuda: "13.0 or newer"; torch: "2.9 or newer" };
  "12.1": { cuda: "13.0 or newer"; torch: "2.9 or newer" };
  "12.0 RTX 6000D": { cuda: "13.0 or newer"; torch: "2.9 or newer" };
  "9.0 GH200": { cuda: "12.4, or 13.0 or newer"; torch: "2.4, or 2.9 or newer" };
  "10.0 GB200": { cuda: "13.0 or newer"; torch: "2.9 or newer" };
  "10.3 GB300": { cuda: "13.0 or newer"; torch: "2.9 or newer" };
  "12.1 GB10": { cuda: "13.0 or newer"; torch: "2.9 or newer" };
  "7.2 Jetson Xavier NX": { cuda: "none"; torch: "none" };
  "8.7 Jetson Orin Nano": { cuda: "13.0 or newer"; torch: "2.9 or newer" };
  "11.0 Jetson AGX Thor": { cuda: "13.0 or newer"; torch: "2.9 or newer" };
}

/** Wheels that run on a kind of card: x86_64-linux and aarch64-linux. */
export interface KindWheelsBoth {
  "3.0": never;
  "3.5": never;
  "3.7": never;
  "5.0": never;
  "5.2": never;
  "5.3": never;
  "6.0": never;
  "6.1": never;
  "6.2": never;
  "7.0": never;
  "7.2": never;
  "7.5": never;
  "8.0": Wheels43;
  "8.6": Wheels43;
  "8.7": Wheels43;
  "8.9": Wheels43;
  "9.0": Wheels42;
  "10.0": Wheels43;
  "10.1": never;
  "10.3": Wheels43;
  "10.7": Wheels43;
  "11.0": never;
  "12.0": Wheels43;
  "12.1": Wheels43;
  "12.0 RTX 6000D": Wheels43;
  "9.0 GH200": Wheels42;
  "10.0 GB200": Wheels43;
  "10.3 GB300": Wheels43;
  "12.1 GB10": Wheels43;
  "7.2 Jetson Xavier NX": never;
  "8.7 Jetson Orin Nano": Wheels43;
  "11.0 Jetson AGX Thor": Wheels43;
}

/** What runs on a kind of card, for messages. */
export interface KindTextsBoth {
  "3.0": { cuda: "none"; torch: "none" };
  "3.5": { cuda: "none"; torch: "none" };
  "3.7": { cuda: "none"; torch: "none" };
  "5.0": { cuda: "none"; torch: "none" };
  "5.2": { cuda: "none"; torch: "none" };
  "5.3": { cuda: "none"; torch: "none" };
  "6.0": { cuda: "none"; torch: "none" };
  "6.1": { cuda: "none"; torch: "none" };
  "6.2": { cuda: "none"; torch: "none" };
  "7.0": { cuda: "none"; torch: "none" };
  "7.2": { cuda: "none"; torch: "none" };
  "7.5": { cuda: "none"; torch: "none" };
  "8.0": { cuda: "13.0 or newer"; torch: "2.9 or newer" };
  "8.6": { cuda: "13.0 or newer"; torch: "2.9 or newer" };
  "8.7": { cuda: "13.0 or newer"; torch: "2.9 or newer" };
  "8.9": { cuda: "13.0 or newer"; torch: "2.9 or newer" };
  "9.0": { cuda: "12.4, or 13.0 or newer"; torch: "2.4, or 2.9 or newer" };
  "10.0": { cuda: "13.0 or newer"; torch: "2.9 or newer" };
  "10.1": { cuda: "none"; torch: "none" };
  "10.3": { cuda: "13.0 or newer"; torch: "2.9 or newer" };
  "10.7": { cuda: "13.0 or newer"; torch: "2.9 or newer" };
  "11.0": { cuda: "none"; torch: "none" };
  "12.0": { cuda: "13.0 or newer"; torch: "2.9 or newer" };
  "12.1": { cuda: "13.0 or newer"; torch: "2.9 or newer" };
  "12.0 RTX 6000D": { cuda: "13.0 or newer"; torch: "2.9 or newer" };
  "9.0 GH200": { cuda: "12.4, or 13.0 or newer"; torch: "2.4, or 2.9 or newer" };
  "10.0 GB200": { cuda: "13.0 or newer"; torch: "2.9 or newer" };
  "10.3 GB300": { cuda: "13.0 or newer"; torch: "2.9 or newer" };
  "12.1 GB10": { cuda: "13.0 or newer"; torch: "2.9 or newer" };
  "7.2 Jetson Xavier NX": { cuda: "none"; torch: "none" };
  "8.7 Jetson Orin Nano": { cuda: "13.0 or newer"; torch: "2.9 or newer" };
  "11.0 Jetson AGX Thor": { cuda: "13.0 or newer"; torch: "2.9 or newer" };
}

/** CUDA toolkits that compile for a kind of card. */
export interface KindToolkits {
  "3.0": never;
  "3.5": Toolkits44;
  "3.7": Toolkits44;
  "5.0": Toolkits45;
  "5.2": Toolkits45;
  "5.3": never;
  "6.0": Toolkits45;
  "6.1": Toolkits45;
  "6.2": never;
  "7.0": Toolkits45;
  "7.2": Toolkits46;
  "7.5": Toolkits47;
  "8.0": Toolkits47;
  "8.6": Toolkits47;
  "8.7": Toolkits47;
  "8.9": Toolkits48;
  "9.0": Toolkits48;
  "10.0": Toolkits49;
  "10.1": Toolkits50;
  "10.3": Toolkits51;
  "10.7": "13.4";
  "11.0": Toolkits52;
  "12.0": Toolkits49;
  "12.1": Toolkits51;
  "12.0 RTX 6000D": Toolkits49;
  "9.0 GH200": Toolkits48;
  "10.0 GB200": Toolkits49;
  "10.3 GB300": Toolkits51;
  "12.1 GB10": Toolkits51;
  "7.2 Jetson Xavier NX": Toolkits46;
  "8.7 Jetson Orin Nano": Toolkits47;
  "11.0 Jetson AGX Thor": Toolkits52;
}

/** Drivers that drive a kind of card: release, branch and kernel module. */
export interface KindDrivers {
  "3.0": Drivers53;
  "3.5": Drivers53;
  "3.7": Drivers53;
  "5.0": Drivers54;
  "5.2": Drivers54;
  "5.3": Drivers55;
  "6.0": Drivers54;
  "6.1": Drivers54;
  "6.2": Drivers55;
  "7.0": Drivers54;
  "7.2": Drivers55;
  "7.5": Drivers56;
  "8.0": Drivers56;
  "8.6": Drivers56;
  "8.7": Drivers55;
  "8.9": Drivers57;
  "9.0": Drivers57;
  "10.0": Drivers58;
  "10.1": Drivers55;
  "10.3": Drivers59;
  "10.7": never;
  "11.0": Drivers55;
  "12.0": Drivers58;
  "12.1": Drivers59;
  "12.0 RTX 6000D": Drivers59;
  "9.0 GH200": Drivers60;
  "10.0 GB200": Drivers58;
  "10.3 GB300": Drivers59;
  "12.1 GB10": Drivers59;
  "7.2 Jetson Xavier NX": Drivers55;
  "8.7 Jetson Orin Nano": Drivers55;
  "11.0 Jetson AGX Thor": Drivers55;
}

/** Releases of nixpkgs with a driver, and a toolkit, for a kind of card. */
export interface KindReleases {
  "3.0": { driver: "23.11 or newer"; toolkit: "none" };
  "3.5": { driver: "23.11 or newer"; toolkit: "25.05 or older" };
  "3.7": { driver: "23.11 or newer"; toolkit: "25.05 or older" };
  "5.0": { driver: "23.11 or newer"; toolkit: "23.11 or newer" };
  "5.2": { driver: "23.11 or newer"; toolkit: "23.11 or newer" };
  "5.3": { driver: "23.11 or newer"; toolkit: "none" };
  "6.0": { driver: "23.11 or newer"; toolkit: "23.11 or newer" };
  "6.1": { driver: "23.11 or newer"; toolkit: "23.11 or newer" };
  "6.2": { driver: "23.11 or newer"; toolkit: "none" };
  "7.0": { driver: "23.11 or newer"; toolkit: "23.11 or newer" };
  "7.2": { driver: "23.11 or newer"; toolkit: "25.05 or older" };
  "7.5": { driver: "23.11 or newer"; toolkit: "23.11 or newer" };
  "8.0": { driver: "23.11 or newer"; toolkit: "23.11 or newer" };
  "8.6": { driver: "23.11 or newer"; toolkit: "23.11 or newer" };
  "8.7": { driver: "23.11 or newer"; toolkit: "23.11 or newer" };
  "8.9": { driver: "23.11 or newer"; toolkit: "23.11 or newer" };
  "9.0": { driver: "23.11 or newer"; toolkit: "23.11 or newer" };
  "10.0": { driver: "25.05 or newer"; toolkit: "25.05 or newer" };
  "10.1": { driver: "23.11 or newer"; toolkit: "25.05 or newer" };
  "10.3": { driver: "25.11 or newer"; toolkit: "25.11 or newer" };
  "10.7": { driver: "none"; toolkit: "unstable" };
  "11.0": { driver: "23.11 or newer"; toolkit: "25.11 or newer" };
  "12.0": { driver: "25.05 or newer"; toolkit: "25.05 or newer" };
  "12.1": { driver: "25.11 or newer"; toolkit: "25.11 or newer" };
  "12.0 RTX 6000D": { driver: "25.11 or newer"; toolkit: "25.05 or newer" };
  "9.0 GH200": { driver: "23.11 or newer"; toolkit: "23.11 or newer" };
  "10.0 GB200": { driver: "25.05 or newer"; toolkit: "25.05 or newer" };
  "10.3 GB300": { driver: "25.11 or newer"; toolkit: "25.11 or newer" };
  "12.1 GB10": { driver: "25.11 or newer"; toolkit: "25.11 or newer" };
  "7.2 Jetson Xavier NX": { driver: "23.11 or newer"; toolkit: "25.05 or older" };
  "8.7 Jetson Orin Nano": { driver: "23.11 or newer"; toolkit: "23.11 or newer" };
  "11.0 Jetson AGX Thor": { driver: "23.11 or newer"; toolkit: "25.11 or newer" };
}

/** Drivers that are new enough for a CUDA. */
export interface CudaDrivers {
  "11.7": Drivers61;
  "11.8": Drivers61;
  "12.1": Drivers62;
  "12.4": Drivers62;
  "12.6": Drivers62;
  "12.8": Drivers62;
  "12.9": Drivers62;
  "13.0": Drivers63;
  "13.2": Drivers63;
  "13.4": Drivers63;
}

/** What a release of nixpkgs has. */
export interface Nixpkgs {
  "23.11": {
    toolkits: Toolkits64;
    pythons: Pythons65;
    wheels: Wheels32;
    branches: Branches66;
    pythonText: "3.8 to 3.12";
    branchText: "stable, production, latest, beta, vulkan_beta, dc_520, dc_535, dc, legacy_470, legacy_390 and legacy_340";
  };
  "24.05": {
    toolkits: Toolkits67;
    pythons: Pythons68;
    wheels: Wheels32;
    branches: Branches69;
    pythonText: "3.9 to 3.12";
    branchText: "stable, production, latest, beta, vulkan_beta, dc_520, dc_535, legacy_470, legacy_390 and legacy_340";
  };
  "24.11": {
    toolkits: Toolkits70;
    pythons: Pythons71;
    wheels: Wheels32;
    branches: Branches72;
    pythonText: "3.9 to 3.13";
    branchText: "stable, production, latest, beta, vulkan_beta, dc_520, dc_535, legacy_535, legacy_470, legacy_390 and legacy_340";
  };
  "25.05": {
    toolkits: Toolkits73;
    pythons: Pythons74;
    wheels: Wheels32;
    branches: Branches75;
    pythonText: "3.9 to 3.14";
    branchText: "stable, production, latest, beta, vulkan_beta, dc, dc_565, dc_535, legacy_535, legacy_470, legacy_390 and legacy_340";
  };
  "25.11": {
    toolkits: Toolkits76;
    pythons: Pythons77;
    wheels: Wheels32;
    branches: Branches78;
    pythonText: "3.11 to 3.15";
    branchText: "stable, production, latest, beta, vulkan_beta, dc, dc_570, dc_565, dc_535, legacy_535, legacy_470, legacy_390 and legacy_340";
  };
  "26.05": {
    toolkits: Toolkits79;
    pythons: Pythons77;
    wheels: Wheels32;
    branches: KnownDriverBranch;
    pythonText: "3.11 to 3.15";
    branchText: "stable, production, new_feature, latest, beta, bleeding_edge, legacy_580, legacy_470, legacy_390 and legacy_340";
  };
  unstable: {
    toolkits: Toolkits80;
    pythons: Pythons77;
    wheels: Wheels32;
    branches: Branches81;
    pythonText: "3.11 to 3.15";
    branchText: "stable, production, new_feature, latest, beta, bleeding_edge, vulkan_beta, dc, dc_590, dc_580, dc_570, legacy_580, legacy_535, legacy_470, legacy_390 and legacy_340";
  };
}

/** What a torch has wheels for, for messages. */
export interface TorchTexts {
  "2.0": { cuda: "11.7 and 11.8"; python: "3.8 to 3.11" };
  "2.0.0": { cuda: "11.7 and 11.8"; python: "3.8 to 3.11" };
  "2.0.1": { cuda: "11.7 and 11.8"; python: "3.8 to 3.11" };
  "2.1": { cuda: "11.8 and 12.1"; python: "3.8 to 3.11" };
  "2.1.0": { cuda: "11.8 and 12.1"; python: "3.8 to 3.11" };
  "2.1.1": { cuda: "11.8 and 12.1"; python: "3.8 to 3.11" };
  "2.1.2": { cuda: "11.8 and 12.1"; python: "3.8 to 3.11" };
  "2.2": { cuda: "11.8 and 12.1"; python: "3.8 to 3.12" };
  "2.2.0": { cuda: "11.8 and 12.1"; python: "3.8 to 3.12" };
  "2.2.1": { cuda: "11.8 and 12.1"; python: "3.8 to 3.12" };
  "2.2.2": { cuda: "11.8 and 12.1"; python: "3.8 to 3.12" };
  "2.3": { cuda: "11.8 and 12.1"; python: "3.8 to 3.12" };
  "2.3.0": { cuda: "11.8 and 12.1"; python: "3.8 to 3.12" };
  "2.3.1": { cuda: "11.8 and 12.1"; python: "3.8 to 3.12" };
  "2.4": { cuda: "11.8, 12.1 and 12.4"; python: "3.8 to 3.12" };
  "2.4.0": { cuda: "11.8, 12.1 and 12.4"; python: "3.8 to 3.12" };
  "2.4.1": { cuda: "11.8, 12.1 and 12.4"; python: "3.8 to 3.12" };
  "2.5": { cuda: "11.8, 12.1 and 12.4"; python: "3.9 to 3.13" };
  "2.5.0": { cuda: "11.8, 12.1 and 12.4"; python: "3.9 to 3.13" };
  "2.5.1": { cuda: "11.8, 12.1 and 12.4"; python: "3.9 to 3.13" };
  "2.6": { cuda: "11.8, 12.4 and 12.6"; python: "3.9 to 3.13" };
  "2.6.0": { cuda: "11.8, 12.4 and 12.6"; python: "3.9 to 3.13" };
  "2.7": { cuda: "11.8, 12.6 and 12.8"; python: "3.9 to 3.13" };
  "2.7.0": { cuda: "11.8, 12.6 and 12.8"; python: "3.9 to 3.13" };
  "2.7.1": { cuda: "11.8, 12.6 and 12.8"; python: "3.9 to 3.13" };
  "2.8": { cuda: "12.6, 12.8 and 12.9"; python: "3.9 to 3.13" };
  "2.8.0": { cuda: "12.6, 12.8 and 12.9"; python: "3.9 to 3.13" };
  "2.9": { cuda: "12.6, 12.8, 12.9 and 13.0"; python: "3.10 to 3.14" };
  "2.9.0": { cuda: "12.6, 12.8, 12.9 and 13.0"; python: "3.10 to 3.14" };
  "2.9.1": { cuda: "12.6, 12.8, 12.9 and 13.0"; python: "3.10 to 3.14" };
  "2.10": { cuda: "12.6, 12.8, 12.9 and 13.0"; python: "3.10 to 3.14" };
  "2.10.0": { cuda: "12.6, 12.8, 12.9 and 13.0"; python: "3.10 to 3.14" };
  "2.11": { cuda: "12.6, 12.8, 12.9 and 13.0"; python: "3.10 to 3.14" };
  "2.11.0": { cuda: "12.6, 12.8, 12.9 and 13.0"; python: "3.10 to 3.14" };
  "2.12": { cuda: "12.6, 12.9, 13.0 and 13.2"; python: "3.10 to 3.14" };
  "2.12.0": { cuda: "12.6, 13.0 and 13.2"; python: "3.10 to 3.14" };
  "2.12.1": { cuda: "12.6, 12.9, 13.0 and 13.2"; python: "3.10 to 3.14" };
  "2.13": { cuda: "12.6, 12.9, 13.0 and 13.2"; python: "3.10 to 3.15" };
  "2.13.0": { cuda: "12.6, 12.9, 13.0 and 13.2"; python: "3.10 to 3.15" };
  "2.14": { cuda: "12.6, 13.0 and 13.2"; python: "3.10 to 3.15" };
  "2.14.0": { cuda: "12.6, 13.0 and 13.2"; python: "3.10 to 3.15" };
  "2.14.1": { cuda: "12.6, 13.0 and 13.2"; python: "3.10 to 3.15" };
  "2.15": { cuda: "13.0, 13.2 and 13.4"; python: "3.11 to 3.15" };
  "2.15.0": { cuda: "13.0, 13.2 and 13.4"; python: "3.11 to 3.15" };
}

/** The torch with wheels for a CUDA. */
export interface CudaTexts {
  "11.7": "2.0";
  "11.8": "2.0 to 2.7";
  "12.1": "2.1 to 2.5";
  "12.4": "2.4 to 2.6";
  "12.6": "2.6 to 2.14";
  "12.8": "2.7 to 2.11";
  "12.9": "2.8";
  "13.0": "2.9 to 2.14";
  "13.2": "2.12 to 2.15";
  "13.4": "undefined";
}

/** The torch with wheels for a Python. */
export interface PythonTexts {
  "3.8": "2.0 to 2.4";
  "3.9": "2.0 to 2.8";
  "3.10": "2.0 to 2.14";
  "3.11": "2.0 to 2.15";
  "3.12": "2.2 to 2.15";
  "3.13": "2.5 to 2.15";
  "3.14": "2.9 to 2.15";
  "3.15": "2.13 to 2.15";
}

/** The releases of nixpkgs with a toolkit of a CUDA major. */
export interface MajorTexts {
  "11": "25.05 or older";
  "12": "23.11 or newer";
  "13": "25.11 or newer";
}

/** All that there is, for messages. */
export interface AllTexts {
  cuda: "11.7, 11.8, 12.1, 12.4, 12.6, 12.8, 12.9, 13.0 or 13.2";
  torch: "2.0 to 2.15";
  python: "3.8 to 3.15";
  nixpkgs: "23.11, 24.05, 24.11, 25.05, 25.11, 26.05 or unstable";
}
