/**
 * User information of a URL: `scheme://user:secret@host`, also inside `git+https://` and PEP 508 text. The scheme's
 * length is bounded so that a long word (base64, a minified file) costs no quadratic search for its `://`.
 */
const credentials = /([a-z][a-z0-9+.-]{0,30}:\/\/)([^\s/?#"'<>@]*(?:@[^\s/?#"'<>@]+)*)@/gi;

/** A user name alone is public for these: it is how git is reached over ssh. */
const bareUserIsPublic = /^(?:git\+)?ssh:\/\/$/i;

/** `text` with the credentials of every URL replaced by `***`. */
export function maskCredentials(text: string): string {
  return text.replace(credentials, (whole, scheme: string, user: string) =>
    bareUserIsPublic.test(scheme) && !user.includes(":") ? whole : `${scheme}***@`,
  );
}

export function carriesCredentials(text: string): boolean {
  return maskCredentials(text) !== text;
}
