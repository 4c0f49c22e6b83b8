/** Whether the driver branch is one of those with a fabric manager, which NixOS' data-centre mode needs. */
export function isDatacenterBranch(branch: string): boolean {
  return branch === "dc" || branch.startsWith("dc_");
}
