import{$ as w,Aa as A,Da as f,E as H,Ea as g,F as v,Fa as k,Ga as B,Ha as pe,Ia as $,J as ne,Ja as S,Ka as V,X as b,Y as se,a as p,aa as le,ba as J,c as O,ca as _,e as re,g as ae,h as x,ja as de,ka as h,ma as W,n as c,oa as ce,p as e,ta as me,va as ue}from"./chunk.43b35e2e.js";var fe=`import { createHmac } from 'node:crypto'

// Signs who is logged in, for Nametag('identify', id, { email }, hash). On your server only: the secret is that of a
// signing key for json. An id or email that is undefined, null or '' is left out.
export function nametagHash(id, email, secret) {
  const message = JSON.stringify({ id: id || undefined, email: email || undefined })
  return createHmac('sha256', secret).update(message).digest('hex')
}
`;var he=`import { createHmac } from 'node:crypto'

// Signs the bare id, or the bare email of somebody without an id, as for Intercom, Chatwoot or Crisp. On your server
// only: the secret is that of a signing key for raw-id or raw-email.
export function nametagRawHash(idOrEmail, secret) {
  return createHmac('sha256', secret).update(String(idOrEmail)).digest('hex')
}
`;var ge=`import { createHmac } from 'node:crypto'

// Makes a token, valid for an hour, for Nametag('identify', { external_id: id, token }). On your server only: the secret
// is that of a signing key for tokens. An id or email that is undefined, null or '' is left out; emailVerified says
// whether the user has confirmed the email.
export function nametagToken(id, email, emailVerified, secret) {
  const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const now = Math.floor(Date.now() / 1000)
  const claims = { iat: now, exp: now + 3600 }
  if (id) claims.sub = String(id)
  if (email) Object.assign(claims, { email, email_verified: emailVerified })
  const signed = part({ alg: 'HS256', typ: 'JWT' }) + '.' + part(claims)
  return signed + '.' + createHmac('sha256', secret).update(signed).digest('base64url')
}
`;var ye=`import hashlib
import hmac
import json


def nametag_hash(user_id, email, secret):
    """Signs who is logged in, for Nametag('identify', id, { email }, hash).

    On your server only: the secret is that of a signing key for json. An id or email that is None or "" is left out.
    """
    who = {}
    if user_id:
        who["id"] = user_id
    if email:
        who["email"] = email
    message = json.dumps(who, separators=(",", ":"))
    return hmac.new(secret.encode(), message.encode(), hashlib.sha256).hexdigest()
`;var ve=`import hashlib
import hmac


def nametag_raw_hash(id_or_email, secret):
    """Signs the bare id, or the bare email of somebody without an id, as for Intercom, Chatwoot or Crisp.

    On your server only: the secret is that of a signing key for raw-id or raw-email.
    """
    return hmac.new(secret.encode(), str(id_or_email).encode(), hashlib.sha256).hexdigest()
`;var be=`import base64
import hashlib
import hmac
import json
import time


def nametag_token(user_id, email, email_verified, secret):
    """Makes a token, valid for an hour, for Nametag('identify', { external_id: id, token }).

    On your server only: the secret is that of a signing key for tokens. An id or email that is None or "" is left out;
    email_verified says whether the user has confirmed the email.
    """

    def part(data):
        return base64.urlsafe_b64encode(data).rstrip(b"=")

    now = int(time.time())
    claims = {"iat": now, "exp": now + 3600}
    if user_id:
        claims["sub"] = str(user_id)
    if email:
        claims.update(email=email, email_verified=email_verified)
    signed = part(b'{"alg":"HS256","typ":"JWT"}') + b"." + part(json.dumps(claims).encode())
    return (signed + b"." + part(hmac.new(secret.encode(), signed, hashlib.sha256).digest())).decode()
`;var we=`<?php

// Signs who is logged in, for Nametag('identify', id, { email }, hash). On your server only: the secret is that of a
// signing key for json. An id or email that is null or '' is left out.
function nametag_hash(?string $id, ?string $email, string $secret): string
{
    $who = array_filter(['id' => $id, 'email' => $email]);
    return hash_hmac('sha256', json_encode($who, JSON_THROW_ON_ERROR), $secret);
}
`;var ke=`<?php

// Signs the bare id, or the bare email of somebody without an id, as for Intercom, Chatwoot or Crisp. On your server
// only: the secret is that of a signing key for raw-id or raw-email.
function nametag_raw_hash(string $idOrEmail, string $secret): string
{
    return hash_hmac('sha256', $idOrEmail, $secret);
}
`;var Se=`<?php

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
`;var xe=`require 'json'
require 'openssl'

# Signs who is logged in, for Nametag('identify', id, { email }, hash). On your server only: the secret is that of a
# signing key for json. An id or email that is nil or '' is left out.
def nametag_hash(id, email, secret)
  message = JSON.generate({ id: id, email: email }.reject { |_, value| value.to_s.empty? })
  OpenSSL::HMAC.hexdigest('SHA256', secret, message)
end
`;var _e=`require 'openssl'

# Signs the bare id, or the bare email of somebody without an id, as for Intercom, Chatwoot or Crisp. On your server
# only: the secret is that of a signing key for raw-id or raw-email.
def nametag_raw_hash(id_or_email, secret)
  OpenSSL::HMAC.hexdigest('SHA256', secret, id_or_email.to_s)
end
`;var Ce=`require 'json'
require 'openssl'

# Makes a token, valid for an hour, for Nametag('identify', { external_id: id, token }). On your server only: the secret
# is that of a signing key for tokens. An id or email that is nil or '' is left out; email_verified says whether the user
# has confirmed the email.
def nametag_token(id, email, email_verified, secret)
  part = ->(data) { [data].pack('m0').tr('+/', '-_').delete('=') }
  now = Time.now.to_i
  claims = { iat: now, exp: now + 3600 }
  claims[:sub] = id.to_s unless id.to_s.empty?
  claims.update(email: email, email_verified: email_verified) unless email.to_s.empty?
  signed = "#{part.call('{"alg":"HS256","typ":"JWT"}')}.#{part.call(JSON.generate(claims))}"
  "#{signed}.#{part.call(OpenSSL::HMAC.digest('SHA256', secret, signed))}"
end
`;var Oe=`package nametag

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
)

// Hash signs who is logged in, for Nametag('identify', id, { email }, hash). On your server only: the secret is that of
// a signing key for json. An id or email that is "" is left out.
func Hash(id, email, secret string) (string, error) {
	message, err := json.Marshal(struct {
		ID    string \`json:"id,omitempty"\`
		Email string \`json:"email,omitempty"\`
	}{id, email})
	if err != nil {
		return "", err
	}
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write(message)
	return hex.EncodeToString(mac.Sum(nil)), nil
}
`;var $e=`package nametag

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
)

// RawHash signs the bare id, or the bare email of somebody without an id, as for Intercom, Chatwoot or Crisp. On your
// server only: the secret is that of a signing key for raw-id or raw-email.
func RawHash(idOrEmail, secret string) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(idOrEmail))
	return hex.EncodeToString(mac.Sum(nil))
}
`;var Ee=`package nametag

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"time"
)

// Token makes a token, valid for an hour, for Nametag('identify', { external_id: id, token }). On your server only: the
// secret is that of a signing key for tokens. An id or email that is "" is left out; emailVerified says whether the user
// has confirmed the email.
func Token(id, email string, emailVerified bool, secret string) (string, error) {
	now := time.Now()
	claims := map[string]any{"iat": now.Unix(), "exp": now.Add(time.Hour).Unix()}
	if id != "" {
		claims["sub"] = id
	}
	if email != "" {
		claims["email"], claims["email_verified"] = email, emailVerified
	}
	payload, err := json.Marshal(claims)
	if err != nil {
		return "", err
	}
	part := base64.RawURLEncoding.EncodeToString
	signed := part([]byte(\`{"alg":"HS256","typ":"JWT"}\`)) + "." + part(payload)
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(signed))
	return signed + "." + part(mac.Sum(nil)), nil
}
`;var Ne=`import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.StringJoiner;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

final class NametagHash {
    /**
     * Signs who is logged in, for Nametag('identify', id, { email }, hash). On your server only: the secret is that of
     * a signing key for json. An id or email that is null or "" is left out.
     */
    static String of(String id, String email, String secret) throws GeneralSecurityException {
        StringJoiner message = new StringJoiner(",", "{", "}");
        if (id != null && !id.isEmpty()) {
            message.add("\\"id\\":" + quote(id));
        }
        if (email != null && !email.isEmpty()) {
            message.add("\\"email\\":" + quote(email));
        }
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(message.toString().getBytes(UTF_8)));
    }

    /** Writes a JSON string. Jackson and Gson do as well. */
    private static String quote(String text) {
        StringBuilder out = new StringBuilder("\\"");
        for (char c : text.toCharArray()) {
            int named = "\\b\\f\\n\\r\\t".indexOf(c);
            if (c == '"' || c == '\\\\') {
                out.append('\\\\').append(c);
            } else if (named >= 0) {
                out.append('\\\\').append("bfnrt".charAt(named));
            } else if (c < ' ') {
                out.append(String.format("\\\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }
}
`;var Te=`import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

final class NametagRawHash {
    /**
     * Signs the bare id, or the bare email of somebody without an id, as for Intercom, Chatwoot or Crisp. On your server
     * only: the secret is that of a signing key for raw-id or raw-email.
     */
    static String of(String idOrEmail, String secret) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(idOrEmail.getBytes(UTF_8)));
    }
}
`;var Pe=`import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

final class NametagToken {
    /**
     * Makes a token, valid for an hour, for Nametag('identify', { external_id: id, token }). On your server only: the
     * secret is that of a signing key for tokens. An id or email that is null or "" is left out; emailVerified says
     * whether the user has confirmed the email.
     */
    static String of(String id, String email, boolean emailVerified, String secret) throws GeneralSecurityException {
        long now = Instant.now().getEpochSecond();
        String claims = "{\\"iat\\":" + now + ",\\"exp\\":" + (now + 3600);
        if (id != null && !id.isEmpty()) {
            claims += ",\\"sub\\":" + quote(id);
        }
        if (email != null && !email.isEmpty()) {
            claims += ",\\"email\\":" + quote(email) + ",\\"email_verified\\":" + emailVerified;
        }
        String signed = part("{\\"alg\\":\\"HS256\\",\\"typ\\":\\"JWT\\"}".getBytes(UTF_8)) + "." + part((claims + "}").getBytes(UTF_8));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
        return signed + "." + part(mac.doFinal(signed.getBytes(UTF_8)));
    }

    private static String part(byte[] data) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(data);
    }

    /** Writes a JSON string. Jackson and Gson do as well. */
    private static String quote(String text) {
        StringBuilder out = new StringBuilder("\\"");
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\\\') {
                out.append('\\\\').append(c);
            } else if (c < ' ') {
                out.append(String.format("\\\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }
}
`;var He=`using System;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

public static class NametagHash
{
    private static readonly JsonSerializerOptions WithoutNulls = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>
    /// Signs who is logged in, for Nametag('identify', id, { email }, hash). On your server only: the secret is that of
    /// a signing key for json. An id or email that is null or "" is left out.
    /// </summary>
    public static string Of(string? id, string? email, string secret)
    {
        string message = JsonSerializer.Serialize(new { id = OrNull(id), email = OrNull(email) }, WithoutNulls);
        byte[] hash = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(message));
        return Convert.ToHexString(hash).ToLowerInvariant();
    }

    private static string? OrNull(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
`;var We=`using System;
using System.Security.Cryptography;
using System.Text;

public static class NametagRawHash
{
    /// <summary>
    /// Signs the bare id, or the bare email of somebody without an id, as for Intercom, Chatwoot or Crisp. On your server
    /// only: the secret is that of a signing key for raw-id or raw-email.
    /// </summary>
    public static string Of(string idOrEmail, string secret)
    {
        byte[] hash = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(idOrEmail));
        return Convert.ToHexString(hash).ToLowerInvariant();
    }
}
`;var Ae=`using System;
using System.Collections.Generic;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

public static class NametagToken
{
    /// <summary>
    /// Makes a token, valid for an hour, for Nametag('identify', { external_id: id, token }). On your server only: the
    /// secret is that of a signing key for tokens. An id or email that is null or "" is left out; emailVerified says
    /// whether the user has confirmed the email.
    /// </summary>
    public static string Of(string? id, string? email, bool emailVerified, string secret)
    {
        long now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var claims = new Dictionary<string, object> { ["iat"] = now, ["exp"] = now + 3600 };
        if (!string.IsNullOrEmpty(id))
        {
            claims["sub"] = id;
        }
        if (!string.IsNullOrEmpty(email))
        {
            claims["email"] = email;
            claims["email_verified"] = emailVerified;
        }
        string signed = Part(Encoding.UTF8.GetBytes("{\\"alg\\":\\"HS256\\",\\"typ\\":\\"JWT\\"}")) + "." + Part(JsonSerializer.SerializeToUtf8Bytes(claims));
        return signed + "." + Part(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(signed)));
    }

    private static string Part(byte[] data) => Convert.ToBase64String(data).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
`;var Le=`use strict;
use warnings;
use Digest::SHA qw(hmac_sha256_hex);
use JSON::PP;

# Signs who is logged in, for Nametag('identify', id, { email }, hash). On your server only: the secret is that of a
# signing key for json. An id or email that is undef or '' is left out. Both are strings of characters, not of bytes.
sub nametag_hash {
    my ($id, $email, $secret) = @_;
    my $json = JSON::PP->new->utf8->allow_nonref;
    my @who = (
        length $id    ? '"id":' . $json->encode("$id")       : (),
        length $email ? '"email":' . $json->encode("$email") : (),
    );
    return hmac_sha256_hex('{' . join(',', @who) . '}', $secret);
}

1;
`;var Ke=`use strict;
use warnings;
use Digest::SHA qw(hmac_sha256_hex);
use Encode qw(encode);

# Signs the bare id, or the bare email of somebody without an id, as for Intercom, Chatwoot or Crisp. On your server
# only: the secret is that of a signing key for raw-id or raw-email.
sub nametag_raw_hash {
    my ($id_or_email, $secret) = @_;
    return hmac_sha256_hex(encode('UTF-8', "$id_or_email"), $secret);
}

1;
`;var Re=`use strict;
use warnings;
use Digest::SHA qw(hmac_sha256);
use JSON::PP;
use MIME::Base64 qw(encode_base64url);

# Makes a token, valid for an hour, for Nametag('identify', { external_id: id, token }). On your server only: the secret
# is that of a signing key for tokens. An id or email that is undef or '' is left out; $email_verified says whether the
# user has confirmed the email.
sub nametag_token {
    my ($id, $email, $email_verified, $secret) = @_;
    my %claims = (iat => time, exp => time + 3600);
    $claims{sub} = "$id" if length $id;
    if (length $email) {
        $claims{email} = "$email";
        $claims{email_verified} = $email_verified ? JSON::PP::true : JSON::PP::false;
    }
    my $signed = encode_base64url('{"alg":"HS256","typ":"JWT"}') . '.' . encode_base64url(JSON::PP->new->utf8->encode(\\%claims));
    return $signed . '.' . encode_base64url(hmac_sha256($signed, $secret));
}

1;
`;var L=[{key:"node",name:"JavaScript (Node)",hash:fe,raw:he,token:ge},{key:"python",name:"Python",hash:ye,raw:ve,token:be},{key:"php",name:"PHP",hash:we,raw:ke,token:Se},{key:"ruby",name:"Ruby",hash:xe,raw:_e,token:Ce},{key:"go",name:"Go",hash:Oe,raw:$e,token:Ee},{key:"java",name:"Java",hash:Ne,raw:Te,token:Pe},{key:"csharp",name:"C#",hash:He,raw:We,token:Ae},{key:"perl",name:"Perl",hash:Le,raw:Ke,token:Re}];var Gt=[["token","Token"],["hash","Hash"]],zt={token:"Nametag('identify', { external_id: user.id, token })",hash:"Nametag('identify', user.id, { email: user.email }, hash)"};function Ie({language:t}){let i=c("token");return e("section",{class:"card",id:"code",tabIndex:-1,"aria-labelledby":"code-title",children:[e("div",{class:"card-head",children:[e("h2",{id:"code-title",children:"Code"}),e(S,{label:"Kind of proof",options:Gt,chosen:i.value,choose:o=>{i.value=o}})]}),e("p",{children:i.value==="token"?"On your server, with the secret of a key for tokens. A token ends by itself, and says whether the email is confirmed.":"On your server, with the secret of a key for hashes. A hash has no time in it and can be used for ever: prefer tokens."}),e(G,{kind:i.value,language:t}),e("p",{children:"Then on the page:"}),e($,{code:zt[i.value],label:"call"})]})}function G({kind:t,language:i}){let o=L.find(r=>r.key===i.key.value)??L[0];return e("div",{class:"code-tabs",children:[e(S,{label:"Language",options:L.map(r=>[r.key,r.name]),chosen:o.key,choose:i.choose}),e($,{code:o[t].trimEnd(),label:`${o.name} code`})]})}function De(t){return t.includes(".")?"token":"hash"}function Me(t,i,o,r){return{...t&&{id:t},...i&&{email:i},[r]:o}}function je({should_sign:t},i){let o=t[0]?.use;return o==="raw-id"||o==="raw-email"?"raw":i}function Ue({accepted:t,verified:i,covers:o}){let r=o.map(a=>"the "+de(a)).join(" and ");return t?i?{mood:"good",says:`Accepted: it proves ${r}`}:{mood:"care",says:`Right for ${r}, but it verifies nobody`}:{mood:"bad",says:"Not accepted"}}function qe(t){return t.code==="rate_limited"?{...t,message:"The doctor was asked too much in a short time.",help:"Wait a few seconds, then ask again."}:t}var z={token:{short:"tokens",long:"A JWT that your server makes for each page. It ends by itself, and can be revoked."},json:{short:"hashes",long:'HMAC-SHA256 of {"id":…,"email":…}. A hash never ends: whoever gets hold of one can use it for ever.'},"raw-id":{short:"hashes of the bare id",long:"HMAC-SHA256 of the id alone, as Intercom and Chatwoot do it."},"raw-email":{short:"hashes of the bare email",long:"HMAC-SHA256 of the email alone, as Crisp does it; for people without an id."}},Y=Object.keys(z);function P(t){return z[t]?.short??t}function Fe(t){return z[t]?.long??""}function R(t){return t.map(P).join(" and ")}function Je(t){return t.some(i=>i==="raw-id"||i==="raw-email")}function Be(t,i){return t.includes(i)?t.filter(o=>o!==i):i==="token"?[i]:Y.filter(o=>o!=="token"&&(o===i||t.includes(o)))}function K({retired_at:t,leaked:i}){return i?"leaked":t?"retired":"active"}function Q({links:t,links_capped:i,last_used_at:o},r){return`${t?`${X({links:t,links_capped:i})} live ${t===1?"link rests":"links rest"} on it`:"No live link rests on it"}; it was ${o?"last used "+se(w(o),r):"never used"}.`}function X({links:t,links_capped:i}){return t.toLocaleString("en")+(i?" or more":"")}function Z(t,i){return K(t)==="active"&&i.filter(o=>K(o)==="active").length===1}function Ve(t,i){return new Date(i-(t==="24h"?1:7)*24*3600*1e3).toISOString()}function Ge(t){let i=new Map;for(let{contact_id:o,at:r}of t){let a=(i.get(o)?.times??0)+1;i.delete(o),i.set(o,{contact:o,times:a,last:r})}return[...i.values()].reverse()}function ze({diagnosis:t,kind:i,language:o}){let{mood:r,says:a}=Ue(t),{reason:n,kid:s,should_sign:m}=t,d=r==="good";return e("div",{class:"diagnosis diagnosis-"+r,"data-verdict":r,children:[e("h3",{children:[d?e(H,{}):e(v,{}),a]}),n&&e("p",{class:"diagnosis-why","data-reason":n.code,children:e(b,{text:n.message})}),n&&e("p",{children:[e("b",{children:"What to do:"})," ",e(b,{text:n.help})]}),s&&e("p",{class:"sub",children:["Made with key ",e("code",{children:s}),"."]}),!t.accepted&&m.map(({use:l,message:u})=>e("div",{class:"part",children:[e("h4",{children:Yt[l]??`With a key for ${P(l)}, sign this`}),e($,{code:u,label:"what should be signed"})]},l)),!t.accepted&&e("div",{class:"part",children:[e("h4",{children:"Code that makes a right one"}),e(G,{kind:je(t,i),language:o})]})]})}var Yt={token:"The token should say this, with times of its own",json:"What should have been signed","raw-id":"What should have been signed, with a key for bare ids","raw-email":"What should have been signed, with a key for bare emails"};function Ye({security:t,language:i}){let o=c("token"),r=c(!1),a=c(null),n=f(),s=x();return e("section",{class:"card",id:"doctor",tabIndex:-1,"aria-labelledby":"doctor-title",children:[e("h2",{id:"doctor-title",children:"Doctor"}),e("p",{children:["Paste what your page hands to ",e("code",{children:"Nametag('identify', …)"}),", and see exactly what is wrong with it. Nothing of it is kept."]}),e("form",{class:"ask",autocomplete:"off",onSubmit:d=>{d.preventDefault();let l=new FormData(d.currentTarget),u=o.peek();a.value=null,n.run(async()=>{a.value={diagnosis:await t.diagnose(Me(String(l.get("id")),String(l.get("email")),String(l.get("proof")),u)),kind:u}})},children:[e("div",{class:"field",children:[e("label",{for:s+"id",children:"Id"}),e("input",{id:s+"id",name:"id",spellcheck:!1,autocomplete:"off",autocapitalize:"off",placeholder:"42"})]}),e("div",{class:"field",children:[e("label",{for:s+"email",children:"Email"}),e("input",{id:s+"email",name:"email",inputMode:"email",spellcheck:!1,autocomplete:"off",autocapitalize:"off",placeholder:"jane@example.com"})]}),e("div",{class:"field ask-proof",children:[e("div",{class:"line line-wrap ask-kind",children:[e("label",{for:s+"proof",children:"Hash or token"}),e(S,{label:"Sent as",options:Qt,chosen:o.value,choose:d=>{o.value=d,r.value=!0}})]}),e("textarea",{id:s+"proof",name:"proof",rows:3,required:!0,spellcheck:!1,autocomplete:"off",autocapitalize:"off",onInput:d=>{r.peek()||(o.value=De(d.currentTarget.value))}})]}),e("button",{class:"button button-main",disabled:n.busy,children:n.busy?"One moment…":"What is wrong?"})]}),e(g,{error:n.failure&&qe(n.failure)}),e("div",{"aria-live":"polite","aria-busy":n.busy,children:a.value&&e(ze,{...a.value,language:i})})]})}var Qt=[["token","as token"],["hash","as hash"]];var I=["verified","claimed","failed"],Ze={verified:"Verified",claimed:"Without proof",failed:"Failed"},Xt={verified:"your server proved who it is",claimed:"the page said a name, and no proof",failed:"there was a proof, and it isn’t right"};function et(t){return Ze[t]}function tt(t){return Xt[t]}function y({verified:t,claimed:i,failed:o}){return t+i+o}function C({claimed:t,failed:i}){return t+i}function D(t,i){if(!t||!i)return"0 %";let o=Math.round(100*t/i);return o===0?"< 1 %":o===100&&t<i?"> 99 %":`${o} %`}function M(t){let i=y(t);return i?`Of ${h(i,"claim")}: `+I.filter(o=>t[o]).map(o=>`${t[o].toLocaleString("en")} ${Ze[o].toLowerCase()}`).join(", "):"No claims"}function it(t,i){let[o,r]=[C(t),y(t)],a=i?"without a good proof":"would be refused";return o?o===r?`all ${r.toLocaleString("en")} ${a}`:`${o.toLocaleString("en")} of ${r.toLocaleString("en")} ${a}`:i?"all proven":"none would be refused"}function ot(t){return`${h(t,"claim")} ${t===1?"was":"were"} proven by a key that is retired since, or by an email that no longer counts as confirmed: the same would be refused now.`}function j({claimed:t,reasons:i}){return[...t?[{code:"no_proof",message:"No proof was sent.",help:"Sign who is logged in on your server, and hand the token or hash to identify.",count:t}]:[],...i].sort((r,a)=>a.count-r.count)}function rt({origins:t,pages:i}){return t.map(({origin:o,...r})=>({origin:o,share:r,pages:i.filter(a=>a.origin===o&&(a.path||o)).map(({path:a,origin:n,...s})=>({path:a,share:s}))}))}function N({origin:t,path:i}){return t?t.replace(/^https:\/\//,"")+(i??""):"Others, not told apart"}function at({outcome:t,code:i=""},o){if(t==="claimed")return"No proof was sent.";let r=pe(i);return o.find(a=>a.code===i)?.message??W(r)+"."}var Qe=2.5,Xe=1.2;function ee(t){let i=I.filter(n=>t[n]>0),o=100-(i.length>1?i.length*Xe:0),r=y(t),a=0;return i.map(n=>{let s=Qe+(o-i.length*Qe)*t[n]/r,m={outcome:n,from:a,length:s};return a+=s+Xe,m})}function T({asked:t,children:i}){let[o,r]=[t.value.value,t.failure.value],a=()=>{t.load()};return o===null?r?e(A,{failure:r,retry:a}):e("div",{role:"status","aria-label":"Loading",children:[e("span",{class:"blank blank-line"}),e("span",{class:"blank blank-line"})]}):e(p,{children:[r&&e("p",{class:"stale",role:"status",children:["This is how it was: ",r.message," ",e("button",{class:"link",type:"button",onClick:a,children:"Try again"})]}),i(o)]})}function nt({share:t}){return e("div",{class:"ring",children:[e("svg",{viewBox:"0 0 120 120",role:"img","aria-label":M(t),children:ee(t).map(({outcome:i,from:o,length:r})=>e("circle",{class:"part-"+i,cx:"60",cy:"60",r:"51",pathLength:100,"stroke-dasharray":`${r} ${100-r}`,"stroke-dashoffset":-o},i))}),e("p",{"aria-hidden":"true",children:[e("b",{children:D(t.verified,y(t))}),"verified"]})]})}function U({share:t}){return e("svg",{class:"bar",viewBox:"0 0 100 6",preserveAspectRatio:"none",role:"img","aria-label":M(t),"data-tip":M(t),children:ee(t).map(({outcome:i,from:o,length:r})=>e("rect",{class:"part-"+i,x:o,width:r,height:"6",rx:"1"},i))})}var st=4;function lt({security:t,close:i,toKeys:o}){let r=f(),a=t.evidence["24h"];O(()=>{a.load()},[a]);let n=a.value.value,s=n?C(n)+n.lapsed:0,m=t.keys.value.value?.every(l=>l.retired_at),d=async()=>{await r.run(()=>t.change({enforcement:"require"}))&&i()};return e(k,{title:"Require proof?",wide:!0,close:i,children:[e("div",{class:"dialog-body dialog-scroll",children:[m&&e("p",{class:"warning",children:[e(v,{}),e("span",{children:[e("b",{children:"This site has no active key."})," Nobody can prove anything, so everybody stays anonymous. ",e("button",{class:"link",type:"button",onClick:o,children:"Make a key first"})]})]}),e(T,{asked:a,children:l=>e(Zt,{evidence:l})}),n&&n.lapsed>0&&e("p",{class:"warning",children:[e(v,{}),e("span",{children:ot(n.lapsed)})]}),e("p",{children:"It counts at once, for every page and on every way in. You can turn it off with one click."})]}),e(g,{error:r.failure}),e("div",{class:"dialog-foot",children:[e("button",{class:"button",type:"button",autofocus:!0,onClick:i,children:"Cancel"}),e("button",{class:"button button-main"+(s||m?" button-risk":""),type:"button",disabled:r.busy||!n,onClick:()=>{d()},children:r.busy?"One moment…":s?`Require proof, and refuse ${s===y(n)?"all of these":"these"}`:"Require proof"})]})]})}function Zt({evidence:t}){let[i,o]=[y(t),C(t)];if(!i)return e("p",{children:[e("b",{children:"No page has said who its user is in the last 24 hours"}),", so there is nothing to tell what it would change."]});if(!o&&t.lapsed)return null;if(!o)return e("p",{children:[e("b",{children:"Nothing would have been refused"})," in the last 24 hours: ",i===1?"the one claim was":`all ${h(i,"claim")} were`," proven."]});let r=t.pages.filter(C).slice(0,st);return e(p,{children:[e("p",{children:[e("b",{children:[o.toLocaleString("en")," of ",h(i,"claim")]})," of the last 24 hours would have been refused, and these people left anonymous:"]}),e(U,{share:t}),e("dl",{class:"forecast",children:[e("dt",{children:"Why"}),j(t).slice(0,st).map(({code:a,message:n,count:s})=>e("dd",{children:[e("b",{children:s.toLocaleString("en")})," ",e("span",{children:e(b,{text:n})})]},a)),r.length>0&&e("dt",{children:"Where"}),r.map(a=>e("dd",{children:[e("b",{children:C(a).toLocaleString("en")})," ",e("span",{children:[e("bdi",{children:N(a)})," ",e("span",{class:"sub",children:["of ",y(a).toLocaleString("en")]})]})]},a.origin+a.path))]})]})}function te({title:t,on:i,admin:o,deed:r,flip:a,children:n}){let s=x();return e("div",{class:"rule",children:[e("div",{class:"rule-what",children:[e("h3",{id:s,children:t}),n]}),o?e("button",{class:"switch",type:"button",role:"switch","aria-checked":i,"aria-labelledby":s,"aria-busy":r.busy,onClick:a}):e("span",{class:"rule-state"+(i?" rule-on":""),children:i?"On":"Off"}),e(g,{error:r.failure})]})}function dt(t){let i=t.security.settings.value.value,o=i.enforcement==="require",r=t.security.evidence["24h"].value.value?.safe_to_require;return e("section",{class:"card",id:"enforcement",tabIndex:-1,"aria-labelledby":"enforcement-title",children:[e("h2",{id:"enforcement-title",children:"Enforcement"}),r&&!o&&e("p",{class:"safe",role:"status",children:[e(H,{}),e("span",{children:[e("b",{children:"Safe to require."})," In the last 24 hours every claim was proven: nothing would have been refused."]})]}),e(ei,{...t,required:o}),e(ti,{...t,settings:i})]})}function ei({security:t,admin:i,jump:o,required:r}){let a=c(!1),n=f();return e(p,{children:[e(te,{title:"Require proof",on:r,admin:i,deed:n,flip:()=>{r?n.run(()=>t.change({enforcement:"observe"})):a.value=!0},children:e("p",{children:r?"Who has no proof stays anonymous: the claim is refused, and nothing is written.":"Now everybody is believed and marked: who has no proof is shown as unproven, and counted above."})}),a.value&&e(lt,{security:t,close:()=>{a.value=!1},toKeys:()=>{a.value=!1,o("keys")}})]})}function ti({security:t,admin:i,settings:o}){let r=f(),a=()=>{r.run(()=>t.change({emails_confirmed:!o.emails_confirmed}))};return e(te,{title:"We confirm our users’ email addresses",on:o.emails_confirmed,admin:i,deed:r,flip:a,children:e("p",{children:["On if nobody can log in to your site with an address that isn’t theirs. Then a proof of an email makes it verified, and people are found by it; otherwise only the id is. A token can say it for one user, with ",e("code",{children:"email_verified"}),"."]})})}var ii=3e4;function q(t,i){O(()=>{let o=()=>{document.visibilityState!=="hidden"&&t()};o();let r=setInterval(o,ii);return addEventListener("online",o),document.addEventListener("visibilitychange",o),()=>{clearInterval(r),removeEventListener("online",o),document.removeEventListener("visibilitychange",o)}},[i])}function ct({signing:t,keys:i,security:o,close:r}){let a=J(),n=o.settings.value.value?.enforcement==="require";return e(B,{title:`Retire ${t.name}?`,button:"Retire",close:r,carryOut:()=>o.retire(t.kid,!1),children:[e("p",{children:e("b",{children:Q(t,a)})}),Z(t,i)&&e("p",{class:"warning",children:[e(v,{}),e("span",{children:["It is the only active key. Without it nobody can be verified",n?", and since this site requires proof, nobody identified":"",": make a new one first."]})]}),t.used_24h>0&&!Z(t,i)&&e("p",{class:"warning",children:[e(v,{}),e("span",{children:["It was used ",h(t.used_24h,"time")," in the last 24 hours: something signs with it still. Give that the new secret first, and retire this one when it is unused."]})]}),e("p",{children:"What is signed with it is refused from now on. Links that it has proven stay until they end. It can’t be undone."})]})}function mt({signing:t,security:i,close:o,done:r}){let a=J();return e(B,{title:`${t.name} leaked?`,button:"It leaked: end it now",close:o,carryOut:()=>i.retire(t.kid,!0).then(r),children:[e("p",{children:e("b",{children:Q(t,a)})}),e("p",{children:"Every link that rests on it falls at once: these browsers are shown as unproven until your server proves them with another key. What is signed with it is refused from now on. It can’t be undone."}),e("p",{children:"After that you see whom it has verified, so that you can look at each."})]})}var ut=32,oi=255;function pt({security:t,made:i,close:o}){let r=c(["token"]),a=c(!1),n=f(),s=x();return e(k,{title:"Make a key",wide:!0,close:o,children:e("form",{class:"dialog-form",onSubmit:d=>{d.preventDefault();let l=new FormData(d.currentTarget),u=String(l.get("secret")??"");n.run(async()=>i(await t.make({name:String(l.get("name")),uses:[...r.peek()],...u&&{secret:u}})))},children:[e("div",{class:"dialog-body dialog-scroll",children:[e("div",{class:"field",children:[e("label",{for:s,children:"Name"}),e("input",{id:s,name:"name",required:!0,maxLength:oi,autocomplete:"off",autofocus:!0,placeholder:"Shop’s backend","aria-describedby":s+"-hint"}),e("p",{class:"sub",id:s+"-hint",children:"What signs with it, so that you know it later."})]}),e("fieldset",{class:"uses",children:[e("legend",{children:"It signs"}),Y.map(d=>e(ri,{use:d,on:r.value.includes(d),flip:()=>{r.value=Be(r.value,d)}},d))]}),Je(r.value)&&e("p",{class:"warning",role:"status",children:[e(v,{}),e("span",{children:"A bare id or email is easily signed for the wrong person: whoever may choose their own id at your site can have somebody else’s signed. Choose tokens where you can."})]}),a.value?e(ai,{}):e("button",{class:"link",type:"button",onClick:()=>{a.value=!0},children:"Use a secret that your server signs with already"})]}),e(g,{error:n.failure}),e("div",{class:"dialog-foot",children:[e("button",{class:"button",type:"button",onClick:o,children:"Cancel"}),e("button",{class:"button button-main",disabled:n.busy||!r.value.length,children:n.busy?"One moment…":a.value?"Take it over":"Make the key"})]})]})})}function ri({use:t,on:i,flip:o}){let r=x();return e("label",{class:"use",children:[e("input",{type:"checkbox",checked:i,onChange:o,"aria-describedby":r,"data-use":t}),e("span",{children:[W(P(t)),t==="token"&&e("span",{class:"key-state key-state-active",children:"Recommended"})]}),e("span",{class:"sub",id:r,children:Fe(t)})]})}function ai(){let t=x();return e("div",{class:"field",children:[e("label",{for:t,children:"Secret"}),e("input",{id:t,name:"secret",type:"password",required:!0,minLength:ut,autocomplete:"off",spellcheck:!1,"aria-describedby":t+"-hint"}),e("p",{class:"sub",id:t+"-hint",children:["At least ",ut," characters, as your server has it. It can’t be shown again."]})]})}function ft({security:t,close:i}){let o=c("form"),r=c(null),a=c(t.keys.value.peek()?.length===0&&!t.settings.value.peek()?.emails_confirmed),n=()=>{a.value?o.value="emails":i()},s=m=>{r.value=m,m.secret?o.value="secret":n()};switch(o.value){case"form":return e(pt,{security:t,made:s,close:i});case"secret":return e(ni,{made:r.value,stored:n});case"emails":return e(si,{security:t,close:i})}}function ni({made:t,stored:i}){return e(k,{title:`The secret of ${t.name}`,wide:!0,close:"button",children:[e("div",{class:"dialog-body",children:[e("p",{children:["Store it where your server keeps its secrets. ",e("b",{children:"It is shown this once"}),", and nobody can look it up later."]}),e($,{code:t.secret,label:"secret"}),e("p",{children:["It signs ",R(t.uses),". Its text is the HMAC key: don’t decode it. It must never be in a page, an app, or a repository."]})]}),e("div",{class:"dialog-foot",children:e("button",{class:"button button-main",type:"button",onClick:i,children:"I have stored it"})})]})}function si({security:t,close:i}){let o=f(),r=async a=>{await o.run(()=>t.change({emails_confirmed:a}))&&i()};return e(k,{title:"Do you confirm your users’ email addresses?",close:i,children:[e("div",{class:"dialog-body",children:[e("p",{children:"Yes, if nobody can log in to your site with an address that isn’t theirs, since they had to click a link in an email first. Then this key proves emails too."}),e("p",{children:"Otherwise somebody could register with another person’s address and be taken for them: then it proves ids only. You can change the answer at any time."})]}),e(g,{error:o.failure}),e("div",{class:"dialog-foot",children:[e("button",{class:"button",type:"button",disabled:o.busy,onClick:()=>{r(!1)},children:"No, or not all"}),e("button",{class:"button button-main",type:"button",disabled:o.busy,onClick:()=>{r(!0)},children:"Yes, all of them"})]})]})}var ht=5;function gt({causes:t,jump:i}){let o=c(!1);return e("div",{class:"part",role:"group","aria-labelledby":"causes",children:[e("h3",{id:"causes",children:"Why the rest isn’t proven"}),e("ul",{class:"lines",children:(o.value?t:t.slice(0,ht)).map(({code:r,message:a,help:n,count:s})=>e("li",{class:"cause","data-cause":r,children:[e("b",{class:"cause-count",children:s.toLocaleString("en")}),e("div",{class:"line-what",children:[e("div",{children:e(b,{text:a})}),e("div",{class:"sub",children:e(b,{text:n})})]}),e("button",{class:"button button-small",type:"button",onClick:()=>i(r==="no_proof"?"code":"doctor"),children:r==="no_proof"?"See the code":"Ask the doctor"})]},r))}),!o.value&&t.length>ht&&e("button",{class:"link",type:"button",onClick:()=>{o.value=!0},children:["Show all ",t.length," reasons"]})]})}var yt=5;function vt({evidence:{examples:t,reasons:i},href:o}){let r=c(!1);return e("div",{class:"part",role:"group","aria-labelledby":"examples",children:[e("h3",{id:"examples",children:"Newest examples"}),e("ul",{class:"lines",children:(r.value?t:t.slice(0,yt)).map(a=>e("li",{class:"line-item","data-example":a.visitor_id,children:[e("div",{class:"line-what",children:[e("div",{class:"line line-wrap",children:[e("a",{href:o({page:"visitors",visitor:a.visitor_id}),children:ce(a.visitor_id)}),e("span",{class:"sub",children:e("bdi",{children:N(a)})})]}),e("div",{children:e(b,{text:at(a,i)})})]}),e("span",{class:"sub entry-at",children:e(_,{at:w(a.at)})})]},a.at+a.visitor_id))}),!r.value&&t.length>yt&&e("button",{class:"link",type:"button",onClick:()=>{r.value=!0},children:["Show all ",t.length]})]})}var ie=5;function wt({origins:t,required:i}){let o=c(!1),r=t.length>ie||t.some(({pages:n})=>n.length>ie),a=n=>o.value?n:n.slice(0,ie);return e("div",{class:"part",role:"group","aria-labelledby":"places",children:[e("h3",{id:"places",children:"Where"}),e("ul",{class:"places",children:a(t).map(({origin:n,share:s,pages:m})=>e("li",{"data-origin":n,children:[e(bt,{name:N({origin:n}),share:s,required:i}),e("ul",{children:a(m).map(({path:d,share:l})=>e("li",{"data-path":d,children:e(bt,{name:d||"Other pages",share:l,required:i})},d))})]},n))}),!o.value&&r&&e("button",{class:"link",type:"button",onClick:()=>{o.value=!0},children:"Show every page"})]})}function bt({name:t,share:i,required:o}){return e("div",{class:"place",children:[e("bdi",{class:"place-name",children:t}),e(U,{share:i}),e("span",{class:"sub"+(C(i)?" place-refused":""),children:it(i,o)})]})}var oe=[["24h","24 hours"],["7d","7 days"]];function kt(t){let i=c("24h"),o=t.security.evidence[i.value];q(()=>{i.value!=="24h"&&o.load()},o);let r=t.security.settings.value.value?.enforcement==="require";return e("section",{class:"card",id:"proof",tabIndex:-1,"aria-labelledby":"proof-title",children:[e("div",{class:"card-head",children:[e("h2",{id:"proof-title",children:"Proof"}),e(S,{label:"Time",options:oe,chosen:i.value,choose:a=>{i.value=a}})]}),e(T,{asked:o,children:a=>y(a)?e(li,{...t,evidence:a,required:r}):e(di,{...t,evidence:a})},i.value)]})}function li({evidence:t,required:i,href:o,jump:r}){let a=y(t),n=j(t);return e(p,{children:[e("div",{class:"glance",children:[e(nt,{share:t}),e("dl",{class:"legend",children:I.map(s=>e("div",{"data-outcome":s,children:[e("dt",{children:[e("span",{class:"swatch part-"+s,"aria-hidden":"true"}),et(s)]}),e("dd",{children:[e("b",{children:t[s].toLocaleString("en")})," ",e("span",{class:"sub",children:D(t[s],a)})]}),e("dd",{class:"sub legend-what",children:tt(s)})]},s))})]}),n.length>0&&e(gt,{causes:n,jump:r}),n.length>0&&e(wt,{origins:rt(t),required:i}),t.examples.length>0&&e(vt,{evidence:t,href:o}),!n.length&&e("p",{children:["Each of the ",h(a,"claim")," was proven, on every page."]})]})}function di({evidence:t,security:i,admin:o,href:r,jump:a}){let n=i.settings.value.value,s=i.keys.value.value?.some(m=>!m.retired_at);return e("div",{class:"nothing",role:"status",children:[e("h3",{children:["No page has said who its user is in the last ",t.window==="24h"?"24 hours":"7 days"]}),e("ol",{class:"todo",children:[e("li",{class:n?.installed_at?"done":"",children:e("span",{children:[e("a",{href:r({page:"install"}),children:"Install the snippet"})," on your pages."]})}),e("li",{class:s?"done":"",children:e("span",{children:[e("button",{class:"link",type:"button",onClick:()=>a("keys"),children:o?"Make a key":"Have an admin make a key"})," whose secret only your server holds."]})}),e("li",{children:e("span",{children:[e("button",{class:"link",type:"button",onClick:()=>a("code"),children:"Sign who is logged in"}),", and hand the token to ",e("code",{children:"Nametag('identify', …)"}),"."]})})]}),e("p",{children:"Every claim is counted here, by page, with the exact reason where one isn’t proven."})]})}function St({close:t,...i}){let o=c("7d");return e(k,{title:`What ${i.signing.name} verified`,wide:!0,close:t,children:[i.signing.leaked&&e("p",{class:"sub",children:"Its links have fallen. Whoever has the secret may have been any of these people."}),e(S,{label:"Time",options:oe,chosen:o.value,choose:r=>{o.value=r}}),e(ci,{...i,window:o.value},o.value)]})}function ci({signing:t,security:i,people:o,href:r,window:a}){let n=ae(le),s=c(Ve(a,n.peek())),m=c([]),d=c(void 0),l=f(),u=()=>l.run(async()=>{do{let E=await i.verified(t.kid,s.peek(),d.peek());if(m.value=[...m.peek(),...E.entries],d.value=E.next??void 0,E.entries.length)break}while(d.peek())});O(()=>{u()},[]);let F=Ge(m.value);return e(p,{children:[e("div",{class:"dialog-body dialog-scroll","aria-live":"polite","aria-busy":l.busy,children:[F.length>0&&e("ul",{class:"lines","aria-label":"Verified with this key",children:F.map(E=>e(mi,{one:E,people:o,href:r},E.contact??""))}),!F.length&&!l.busy&&!l.failure&&e("p",{children:"Nobody in this time."}),l.busy&&e("div",{role:"status","aria-label":"Loading",children:[e("span",{class:"blank blank-line"}),e("span",{class:"blank blank-line"})]})]}),e(g,{error:l.failure}),(d.value||l.failure)&&!l.busy&&e("button",{class:"button",type:"button",onClick:()=>{u()},children:l.failure?"Try again":"Show more"})]})}function mi({one:{contact:t,times:i,last:o},people:r,href:a}){O(()=>{t&&r.ask(t)},[t]);let n=t?r.known.value.get(t):void 0;return e("li",{class:"line-item","data-contact":t,children:[e("div",{class:"line-what",children:[t?e("a",{href:a({page:"contacts",contact:t}),children:e("bdi",{children:n?me(n):ue(t)})}):e("span",{children:"Somebody who was erased since"}),n?.external_id&&e("span",{class:"sub",children:e("bdi",{children:["id ",n.external_id]})})]}),e("span",{class:"sub entry-at",children:[h(i,"time"),", ",e(_,{at:w(o)})]})]})}function xt(t){let i=c(!1),o=()=>{i.value=!1};return e("section",{class:"card",id:"keys",tabIndex:-1,"aria-labelledby":"keys-title",children:[e("div",{class:"card-head",children:[e("h2",{id:"keys-title",children:"Keys"}),t.admin&&e("button",{class:"button button-small",type:"button","aria-haspopup":"dialog",onClick:()=>{i.value=!0},children:[e(ne,{}),"Make a key"]})]}),e("p",{children:"Your server signs with a key’s secret who is logged in. To change one, make a new key first, and retire the old one once it is unused."}),e(T,{asked:t.security.keys,children:r=>r.length?e("ul",{class:"lines keys","aria-label":"Keys",children:r.map(a=>e(ui,{...t,signing:a,keys:r},a.kid))}):e("p",{children:[e("b",{children:"There is no key yet."})," Until there is one, nobody can be verified."]})}),i.value&&e(ft,{security:t.security,close:o})]})}function ui({signing:t,keys:i,admin:o,security:r,people:a,href:n}){let s=c(null),m=u=>()=>{s.peek()===u&&(s.value=null)},d=u=>()=>{s.value=u},l=K(t);return e("li",{class:"key key-"+l,"data-key":t.kid,"data-state":l,children:[e("div",{class:"line-what",children:[e("div",{class:"line line-wrap",children:[e("b",{children:e("bdi",{children:t.name})}),e("span",{class:"key-state key-state-"+l,children:pi[l]})]}),e("div",{class:"sub",children:["for ",R(t.uses)," · ",e("code",{children:t.kid})]})]}),e(fi,{signing:t}),e("div",{class:"ways",children:[o&&l==="active"&&e("button",{class:"button button-small",type:"button","aria-haspopup":"dialog","aria-label":`Retire ${t.name}`,onClick:d("retire"),children:"Retire"}),o&&l!=="leaked"&&e("button",{class:"button button-small",type:"button","aria-haspopup":"dialog","aria-label":`${t.name} leaked`,onClick:d("leaked"),children:"It leaked"}),e("button",{class:"button button-small button-quiet",type:"button","aria-haspopup":"dialog","aria-label":`What ${t.name} verified`,onClick:d("verified"),children:"What it verified"})]}),s.value==="retire"&&e(ct,{signing:t,keys:i,security:r,close:m("retire")}),s.value==="leaked"&&e(mt,{signing:t,security:r,close:m("leaked"),done:d("verified")}),s.value==="verified"&&e(St,{signing:t,security:r,people:a,href:n,close:m("verified")})]})}var pi={active:"Active",retired:"Retired",leaked:"Leaked"};function fi({signing:t}){let{created_at:i,last_used_at:o,used_24h:r,retired_at:a,leaked:n}=t;return e("dl",{class:"facts key-facts",children:[e("div",{children:[e("dt",{children:"Made"}),e("dd",{children:e(_,{at:w(i)})})]}),a&&e("div",{children:[e("dt",{children:n?"Leaked, retired":"Retired"}),e("dd",{children:e(_,{at:w(a)})})]}),e("div",{children:[e("dt",{children:"Last used"}),e("dd",{children:o?e(_,{at:w(o)}):"never"})]}),e("div",{children:[e("dt",{children:"In 24 hours"}),e("dd",{children:r?`${r.toLocaleString("en")} ×`:"unused"})]}),e("div",{children:[e("dt",{children:"Live links"}),e("dd",{children:X(t)})]})]})}function tn(t){let{settings:i,evidence:o,keys:r}=t.security,a=()=>[i,o["24h"],r].forEach(n=>{n.load()});return q(a,t.security),e("div",{class:"page page-scroll",children:e("div",{class:"column security",children:[e("header",{class:"page-head",children:e("h1",{children:"Security"})}),i.value.value?e(gi,{...t}):i.failure.value?e(A,{failure:i.failure.value,retry:a}):e(p,{children:[e(V,{}),e(V,{})]})]})})}var hi=[["proof","Proof"],["enforcement","Enforcement"],["keys","Keys"],["doctor","Doctor"],["code","Code"]];function gi(t){let i=re(null),o=r=>{let a=i.current?.querySelector(`#${r}`);a?.scrollIntoView({behavior:"smooth",block:"start"}),a?.focus({preventScroll:!0})};return e(p,{children:[e("nav",{class:"jumps","aria-label":"On this page",children:hi.map(([r,a])=>e("button",{class:"button button-quiet button-small",type:"button",onClick:()=>o(r),children:a},r))}),!t.admin&&e("p",{class:"card notice",children:"You see how everything stands. What changes something is for admins: ask one of yours."}),e("div",{class:"cards",ref:i,children:[e(kt,{...t,jump:o}),e(dt,{...t,jump:o}),e(xt,{...t}),e(Ye,{...t}),e(Ie,{...t})]})]})}export{tn as SecurityPage};
