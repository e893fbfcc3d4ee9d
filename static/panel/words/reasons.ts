// Why a claim or its proof wasn't taken, in words. The codes are the server's (internal/proof, nametag's errors).

const reasons: { [code: string]: string } = {
  verification_required: 'this site takes nobody’s word without proof',
  no_key: 'the site has no active key for such a proof',
  mismatch: 'the proof is about another id or email',
  token_without_email: 'the token counts only beside its email, and there was none',
  email_without_token: 'the email counts only beside a token, and there was none',
  email_unconfirmed: 'the site doesn’t say that its users’ emails are confirmed',
  hash_not_hex: 'the hash isn’t one: it has to be 64 hexadecimal digits',
  hash_mismatch: 'the hash doesn’t fit this id and email',
  token_malformed: 'the token can’t be read',
  token_algorithm: 'the token is signed with another algorithm than HS256',
  token_type: 'the token is of a type that isn’t taken here',
  token_key: 'the token names a key that isn’t active here',
  token_signature: 'the token isn’t signed with this site’s key',
  token_times_missing: 'the token doesn’t say when it was made and when it ends',
  token_lifetime: 'the token lasts longer than 24 hours',
  token_expired: 'the token had expired',
  token_not_yet: 'the token isn’t valid yet',
  token_audience: 'the token is for another site',
  token_subject: 'the token names nobody',
  token_used: 'the token was used before, and works once',
  link_token: 'a token in a link needs a jti, the target as aud, and at most 5 minutes of life',
  carry_forged: 'the token in the link wasn’t made here',
  carry_expired: 'the token in the link had expired',
  carry_origin: 'the token in the link was made for another origin',
  carry_used: 'the token in the link was used before, or who made it is signed out',
  token_revoked: 'the token was made before the person was signed out',
}

/** One clause, without a full stop. A reason that a newer server gives is spelt out as it is. */
export function reasonWords(code: string): string {
  return Object.hasOwn(reasons, code) ? reasons[code]! : code.replaceAll('_', ' ')
}
