package proof

// What the doctor finds beyond what the judges say (spec security §4).
var (
	// Of the key.
	wrongRetired = &Reason{"key_retired", "It was made with a key of the site that is retired.", "Sign with the site's present key."}
	wrongLeaked  = &Reason{"key_leaked", "It was made with a key of the site that was retired because it leaked.", "Sign with the site's present key, and see who still has the leaked secret."}
	wrongSite    = &Reason{"key_of_other_site", "It was made with a key of another of your sites.", "Sign with a key of this site, or load the page with the other site's key."}
	wrongUse     = &Reason{"key_use", "It was made with a key of the site that is for other proofs.", "A key's uses are fixed: make one for this use, or sign what the key is for."}

	// Of the secret.
	wrongPrefix    = &Reason{"secret_prefix", "The secret was used without its beginning nt_sk_.", "Use the secret's whole text, nt_sk_ included."}
	wrongHex       = &Reason{"secret_hex", "The secret was decoded from hex before it was used.", "Use the secret's text as it is, as bytes of UTF-8."}
	wrongBase64    = &Reason{"secret_base64", "The secret was decoded from base64 before it was used.", "Use the secret's text as it is, as bytes of UTF-8."}
	wrongLine      = &Reason{"secret_newline", "The secret was used with spaces or a line break around it.", "Trim the secret when you read it from its file or variable."}
	wrongQuotes    = &Reason{"secret_quotes", "The secret was used with the quotation marks around it.", "Take the quotation marks off the variable in which the secret stands."}
	wrongNoSecret  = &Reason{"secret_empty", "It was made with an empty secret: anybody could make it.", "Check that the variable with the secret is set where your server runs."}
	wrongPublic    = &Reason{"secret_public", "It was made with the site's key or a key's kid instead of the secret: anybody could make it.", "Use the secret that was shown when the key was made, nt_sk_…"}
	wrongPasted    = &Reason{"secret_pasted", "That is a secret, not a proof.", "Never put the secret into a page: retire the key as leaked if it ever was in one."}
	wrongSwapped   = &Reason{"hash_swapped", "The secret and the message are swapped: the message was used as the key.", "Give the secret as the HMAC's key and the message as its data."}
	wrongPlain     = &Reason{"hash_plain", "It is a plain hash, made without the secret: anybody could make it.", "Use HMAC-SHA256 with the secret as its key."}
	wrongGlued     = &Reason{"hash_concatenated", "It is a plain hash of secret and message in a row.", "Use HMAC-SHA256 with the secret as its key."}
	wrongAlgorithm = &Reason{"hash_algorithm", "It was made with another algorithm than SHA-256.", "Use HMAC-SHA256."}

	// Of the message.
	wrongEmail      = &Reason{"hash_of_email", "The hash is of the email alone, but the call has an id.", "Sign what is shown here, with the id."}
	wrongID         = &Reason{"hash_of_id", "The email was signed as an id, but the call has it as an email.", "Sign {\"email\":…}, or send it as the id."}
	wrongNumber     = &Reason{"hash_number", "The id was signed as a number that isn't written like the id.", "Sign the id as a string."}
	wrongOrder      = &Reason{"hash_key_order", "The email stands before the id.", "Put id first."}
	wrongSpacing    = &Reason{"hash_spacing", "The JSON was written with spaces or line breaks.", "Write it compactly: in Python json.dumps(…, separators=(',', ':'))."}
	wrongName       = &Reason{"hash_field_name", "The JSON's fields have other names than id and email.", "Call them id and email."}
	wrongExtra      = &Reason{"hash_extra_field", "The JSON has more in it than id and email.", "Sign id and email only."}
	wrongBlank      = &Reason{"hash_empty_field", "A field that has no value was signed as null or \"\".", "Leave out what has no value."}
	wrongEscapes    = &Reason{"hash_escapes", "The JSON escapes characters in a way that no encoder has by itself.", "Use your encoder without options."}
	wrongTwice      = &Reason{"hash_encoded_twice", "The message was written as JSON twice.", "Encode once: what you sign must not begin with a quotation mark."}
	wrongURL        = &Reason{"hash_url_encoded", "The message was URL-encoded before it was signed.", "Sign the JSON as it is."}
	wrongQuery      = &Reason{"hash_query", "A query string was signed instead of JSON.", "Sign the JSON that is shown here."}
	wrongMessage64  = &Reason{"hash_message_base64", "The message was written in base64 before it was signed.", "Sign the JSON as it is."}
	wrongHTML       = &Reason{"hash_html", "The message was escaped for HTML before it was signed.", "Sign the text as it is, before it goes into a template."}
	wrongApostrophe = &Reason{"hash_single_quotes", "The message has ' where JSON has \": a dict was printed.", "Use json.dumps, not str."}
	wrongJoined     = &Reason{"hash_joined", "Id and email were strung together instead of written as JSON.", "Sign the JSON that is shown here."}
	wrongNewline    = &Reason{"hash_message_newline", "A line break was signed along with the message.", "Sign without it: in a shell printf '%s' instead of echo."}
	wrongSpace      = &Reason{"hash_message_space", "Spaces around the message were signed along with it.", "Sign the message without them."}
	wrongCase       = &Reason{"hash_id_case", "The id was signed with other upper and lower case letters.", "Sign the id exactly as the page sends it."}
	wrongEmailCase  = &Reason{"hash_email_case", "The email was signed with other upper and lower case letters.", "Sign the email as the page sends it, or in lower case."}
	wrongTrim       = &Reason{"hash_untrimmed", "The id or the email was signed with spaces around it.", "Trim both before you sign them."}

	// Of how the hash is written.
	wrongNoHash   = &Reason{"hash_missing", "There is no hash.", "Check that the page gets what your server made."}
	wrongHash64   = &Reason{"hash_base64", "The hash is written in base64 instead of hex.", "Ask your library for hex: hexdigest(), digest('hex')."}
	wrongDigits   = &Reason{"hash_encoded_again", "The hash's hex digits were encoded once more.", "Send the 64 hex digits as they are."}
	wrongAround   = &Reason{"hash_whitespace", "There are spaces or line breaks around the hash.", "Send the 64 hex digits and nothing else."}
	wrongSurround = &Reason{"hash_surrounded", "There are other characters around the hash, such as quotation marks or sha256=.", "Send the 64 hex digits and nothing else."}
	wrongCut      = &Reason{"hash_truncated", "The hash is cut off.", "Send all 64 hex digits: see whether a column is too short."}
	wrongLength   = &Reason{"hash_length", "The hash doesn't have the 64 hex digits of a SHA-256.", "Use HMAC-SHA256 and send all of it."}
	wrongNotHex   = &Reason{"hash_not_hex", "The hash isn't written in hex.", "Send 64 digits of 0-9 and a-f."}
	wrongToken    = &Reason{"hash_is_token", "That is a token, but it stands where a hash belongs.", "Send it as token."}
	wrongNobody   = &Reason{"hash_of_nobody", "There is neither an id nor an email that the hash could be about.", "Give the id or the email that the page sends."}
	wrongTooLong  = &Reason{"identity_too_long", "The id or the email is longer than one may be.", "An id has at most 255 bytes, an email 254."}
)
