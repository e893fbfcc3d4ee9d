package proof

// What the doctor finds about tokens beyond what the judge says (spec security §4).
var (
	wrongNoToken   = &Reason{"token_missing", "There is no token.", "Check that the page gets what your server made."}
	wrongTokenHash = &Reason{"token_is_hash", "That is a hash, but it stands where a token belongs.", "Send it as hash."}
	wrongVisitor   = &Reason{"token_is_visitors", "That is a browser's own token: it proves nothing about a person.", "Make a token on your server."}
	wrongEdges     = &Reason{"token_surrounded", "There are spaces, quotation marks or \"Bearer\" around the token.", "Send the token and nothing else."}
	wrongHuge      = &Reason{"token_too_long", "The token is longer than 8 KiB.", "Say less in it."}
	wrongParts     = &Reason{"token_parts", "A JWT has three parts with dots between them.", "Check that the token isn't cut off on its way."}
	wrongEncrypted = &Reason{"token_encrypted", "The token is encrypted (a JWE with five parts).", "Sign it with HS256 instead."}
	wrongPadding   = &Reason{"token_base64", "The token isn't written in base64url without padding.", "Write - for +, _ for / and leave out = and line breaks."}
	wrongHeader    = &Reason{"token_header", "The token's first part isn't a JSON object.", "Make it {\"alg\":\"HS256\",\"typ\":\"JWT\"}."}
	wrongPayload   = &Reason{"token_payload", "The token's second part isn't a JSON object in strict UTF-8 without duplicate keys.", "Write it with your JSON encoder."}

	wrongAlgNone   = &Reason{"token_alg_none", "The token says alg none: it isn't signed, and anybody could make it.", "Sign it with HS256."}
	wrongAlgPublic = &Reason{"token_alg_public_key", "The token is signed with a private key.", "Sign it with HS256 and the site's secret."}
	wrongAlgHMAC   = &Reason{"token_alg_hmac", "The token is signed with another HMAC than HS256.", "Sign it with HS256."}
	wrongOurs      = &Reason{"token_ours", "That is a token of Nametag's own, of a type that is taken elsewhere only.", "Make a token on your server."}
	wrongCritical  = &Reason{"token_critical", "The token's header has critical extensions (crit).", "Leave crit out."}

	wrongKID       = &Reason{"token_kid_other", "The token's kid names one key of the site, but another one signed it.", "Put the kid of the secret that you sign with, or leave kid out."}
	wrongSignature = &Reason{"token_signature_hex", "The signature was written in hex before it was written in base64url.", "Encode the HMAC's 32 bytes, not its hex digits."}

	wrongNoIat  = &Reason{"token_no_iat", "The token has no iat.", "Add iat: now, in seconds since 1970."}
	wrongNoExp  = &Reason{"token_no_exp", "The token has no exp.", "Add exp: an hour from now, in seconds since 1970."}
	wrongText   = &Reason{"token_time_type", "The token's iat or exp isn't a number.", "Write the times as numbers of seconds since 1970."}
	wrongMillis = &Reason{"token_milliseconds", "The token's times are in milliseconds.", "Write seconds: in JavaScript Math.floor(Date.now() / 1000)."}
	wrongBefore = &Reason{"token_ends_before", "The token's exp isn't after its iat.", "Let the token end an hour after it is made."}
	wrongNbf    = &Reason{"token_nbf", "The token isn't valid yet.", "Leave nbf out, or set it to now."}

	wrongSubType   = &Reason{"token_sub_type", "The token's sub is neither a string nor an integer that JavaScript can hold.", "Write the user's id as a string."}
	wrongEmailType = &Reason{"token_email_type", "The token's email isn't a string.", "Write the user's email as a string, or leave it out."}
	wrongSubName   = &Reason{"token_sub_name", "The token has no sub; the id stands under another name.", "Call it sub."}
)

// Reasons are all there are, the judges' and the doctor's. Each has a case in the tests.
var Reasons = []*Reason{
	ErrNoKey, ErrNoMatch, ErrTokenMalformed, ErrTokenAlgorithm, ErrTokenType, ErrTokenKey, ErrTokenSignature, ErrTokenTimes, ErrTokenLifetime,
	ErrTokenExpired, ErrTokenNotYet, ErrTokenAudience, ErrTokenSubject,

	wrongRetired, wrongLeaked, wrongSite, wrongUse, wrongPrefix, wrongHex, wrongBase64, wrongLine, wrongQuotes, wrongNoSecret, wrongPublic,
	wrongPasted, wrongSwapped, wrongPlain, wrongGlued, wrongAlgorithm, wrongEmail, wrongID, wrongNumber, wrongOrder, wrongSpacing,
	wrongName, wrongExtra, wrongBlank, wrongEscapes, wrongTwice, wrongURL, wrongQuery, wrongMessage64, wrongHTML, wrongApostrophe, wrongJoined,
	wrongNewline, wrongSpace, wrongCase, wrongEmailCase, wrongTrim, wrongNoHash, wrongHash64, wrongDigits, wrongAround, wrongSurround,
	wrongCut, wrongLength, wrongNotHex, wrongToken, wrongNobody, wrongTooLong,

	wrongNoToken, wrongTokenHash, wrongVisitor, wrongEdges, wrongHuge, wrongParts, wrongEncrypted, wrongPadding, wrongHeader, wrongPayload,
	wrongAlgNone, wrongAlgPublic, wrongAlgHMAC, wrongOurs, wrongCritical, wrongKID, wrongSignature, wrongNoIat, wrongNoExp, wrongText,
	wrongMillis, wrongBefore, wrongNbf, wrongSubType, wrongEmailType, wrongSubName,
}
