<?php

// Makes a token, valid for an hour, for Nametag('identify', { external_id: id, token }). On your server only: the secret
// is that of a signing key for tokens. An id or email that is null or '' is left out; $emailVerified says whether the
// user has confirmed the email.
function nametag_token(?string $id, ?string $email, bool $emailVerified, string $secret): string
{
    $part = fn (string $data): string => rtrim(strtr(base64_encode($data), '+/', '-_'), '=');
    $claims = ['iat' => time(), 'exp' => time() + 3600];
    if ($id) {
        $claims['sub'] = $id;
    }
    if ($email) {
        $claims += ['email' => $email, 'email_verified' => $emailVerified];
    }
    $signed = $part('{"alg":"HS256","typ":"JWT"}') . '.' . $part(json_encode($claims, JSON_THROW_ON_ERROR));
    return $signed . '.' . $part(hash_hmac('sha256', $signed, $secret, true));
}
