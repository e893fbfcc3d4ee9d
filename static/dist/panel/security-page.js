import{$ as k,Ca as f,Da as h,E as W,Ea as S,F as w,Fa as V,Ga as pe,Ha as $,Ia as B,J as ae,X as b,Y as se,a as p,aa as le,ba as F,c as P,ca as _,e as re,g as ne,h as v,ja as de,ka as y,ma as H,n as c,oa as ce,p as e,sa as ue,ua as me,za as L}from"./chunk.d12ba9c4.js";var fe=`import { createHmac } from 'node:crypto'

// Signs who is logged in, for Nametag('identify', id, { email }, hash). On your server only: the secret is that of a
// signing key for json. An id or email that is undefined, null or '' is left out.
export function nametagHash(id, email, secret) {
  const message = JSON.stringify({ id: id || undefined, email: email || undefined })
  return createHmac('sha256', secret).update(message).digest('hex')
}
`;var he=`import { createHmac } from 'node:crypto'

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
`;var ge=`import hashlib
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
`;var ye=`import base64
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
`;var ve=`<?php

// Signs who is logged in, for Nametag('identify', id, { email }, hash). On your server only: the secret is that of a
// signing key for json. An id or email that is null or '' is left out.
function nametag_hash(?string $id, ?string $email, string $secret): string
{
    $who = array_filter(['id' => $id, 'email' => $email]);
    return hash_hmac('sha256', json_encode($who, JSON_THROW_ON_ERROR), $secret);
}
`;var be=`<?php

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
`;var ke=`require 'json'
require 'openssl'

# Signs who is logged in, for Nametag('identify', id, { email }, hash). On your server only: the secret is that of a
# signing key for json. An id or email that is nil or '' is left out.
def nametag_hash(id, email, secret)
  message = JSON.generate({ id: id, email: email }.reject { |_, value| value.to_s.empty? })
  OpenSSL::HMAC.hexdigest('SHA256', secret, message)
end
`;var we=`require 'json'
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
`;var Se=`package nametag

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
`;var xe=`package nametag

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
`;var _e=`import static java.nio.charset.StandardCharsets.UTF_8;

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
`;var Ce=`import static java.nio.charset.StandardCharsets.UTF_8;

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
`;var Pe=`using System;
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
`;var $e=`using System;
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
`;var Ne=`use strict;
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
`;var Oe=`use strict;
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
`;var A=[{key:"node",name:"JavaScript (Node)",hash:fe,token:he},{key:"python",name:"Python",hash:ge,token:ye},{key:"php",name:"PHP",hash:ve,token:be},{key:"ruby",name:"Ruby",hash:ke,token:we},{key:"go",name:"Go",hash:Se,token:xe},{key:"java",name:"Java",hash:_e,token:Ce},{key:"csharp",name:"C#",hash:Pe,token:$e},{key:"perl",name:"Perl",hash:Ne,token:Oe}];function x({label:t,options:i,chosen:o,choose:r}){let n=v();return e("fieldset",{class:"choice",children:[e("legend",{class:"ears",children:t}),i.map(([a,s])=>e("label",{children:[e("input",{type:"radio",name:n,value:a,checked:a===o,onChange:()=>r(a)}),e("span",{children:s})]},a))]})}var Tt=[["token","Token"],["hash","Hash"]],Et={token:"Nametag('identify', { external_id: user.id, token })",hash:"Nametag('identify', user.id, { email: user.email }, hash)"};function Te({language:t}){let i=c("token");return e("section",{class:"card",id:"code",tabIndex:-1,"aria-labelledby":"code-title",children:[e("div",{class:"card-head",children:[e("h2",{id:"code-title",children:"Code"}),e(x,{label:"Kind of proof",options:Tt,chosen:i.value,choose:o=>{i.value=o}})]}),e("p",{children:i.value==="token"?"On your server, with the secret of a key for tokens. A token ends by itself, and says whether the email is confirmed.":"On your server, with the secret of a key for hashes. A hash has no time in it and can be used for ever: prefer tokens."}),e(G,{kind:i.value,language:t}),e("p",{children:"Then on the page:"}),e($,{code:Et[i.value],label:"call"})]})}function G({kind:t,language:i}){let o=A.find(r=>r.key===i.key.value)??A[0];return e("div",{class:"code-tabs",children:[e(x,{label:"Language",options:A.map(r=>[r.key,r.name]),chosen:o.key,choose:i.choose}),e($,{code:o[t].trimEnd(),label:`${o.name} code`})]})}function Ee(t){return t.includes(".")?"token":"hash"}function We(t,i,o,r){return{...t&&{id:t},...i&&{email:i},[r]:o}}function He({accepted:t,verified:i,covers:o}){let r=o.map(n=>"the "+de(n)).join(" and ");return t?i?{mood:"good",says:`Accepted: it proves ${r}`}:{mood:"care",says:`Right for ${r}, but it verifies nobody`}:{mood:"bad",says:"Not accepted"}}function Le(t){return t.code==="rate_limited"?{...t,message:"The doctor was asked too much in a short time.",help:"Wait a few seconds, then ask again."}:t}var z={token:{short:"tokens",long:"A JWT that your server makes for each page. It ends by itself, and can be revoked."},json:{short:"hashes",long:'HMAC-SHA256 of {"id":…,"email":…}. A hash never ends: whoever gets hold of one can use it for ever.'},"raw-id":{short:"hashes of the bare id",long:"HMAC-SHA256 of the id alone, as Intercom and Chatwoot do it."},"raw-email":{short:"hashes of the bare email",long:"HMAC-SHA256 of the email alone, as Crisp does it; for people without an id."}},Y=Object.keys(z);function E(t){return z[t]?.short??t}function Ae(t){return z[t]?.long??""}function R(t){return t.map(E).join(" and ")}function Ke(t){return t.some(i=>i==="raw-id"||i==="raw-email")}function Re(t,i){return t.includes(i)?t.filter(o=>o!==i):i==="token"?[i]:Y.filter(o=>o!=="token"&&(o===i||t.includes(o)))}function K({retired_at:t,leaked:i}){return i?"leaked":t?"retired":"active"}function Q({links:t,links_capped:i,last_used_at:o},r){return`${t?`${X({links:t,links_capped:i})} live ${t===1?"link rests":"links rest"} on it`:"No live link rests on it"}; it was ${o?"last used "+se(k(o),r):"never used"}.`}function X({links:t,links_capped:i}){return t.toLocaleString("en")+(i?" or more":"")}function Z(t,i){return K(t)==="active"&&i.filter(o=>K(o)==="active").length===1}function De(t,i){return new Date(i-(t==="24h"?1:7)*24*3600*1e3).toISOString()}function Ie(t){let i=new Map;for(let{contact_id:o,at:r}of t){let n=(i.get(o)?.times??0)+1;i.delete(o),i.set(o,{contact:o,times:n,last:r})}return[...i.values()].reverse()}function Me({diagnosis:t,kind:i,language:o}){let{mood:r,says:n}=He(t),{reason:a,kid:s,should_sign:u}=t,d=r==="good";return e("div",{class:"diagnosis diagnosis-"+r,"data-verdict":r,children:[e("h3",{children:[d?e(W,{}):e(w,{}),n]}),a&&e("p",{class:"diagnosis-why","data-reason":a.code,children:e(b,{text:a.message})}),a&&e("p",{children:[e("b",{children:"What to do:"})," ",e(b,{text:a.help})]}),s&&e("p",{class:"sub",children:["Made with key ",e("code",{children:s}),"."]}),!t.accepted&&u.map(({use:l,message:m})=>e("div",{class:"part",children:[e("h4",{children:Wt[l]??`With a key for ${E(l)}, sign this`}),e($,{code:m,label:"what should be signed"})]},l)),!t.accepted&&e("div",{class:"part",children:[e("h4",{children:"Code that makes a right one"}),e(G,{kind:i,language:o})]})]})}var Wt={token:"The token should say this, with times of its own",json:"What should have been signed","raw-id":"What should have been signed, with a key for bare ids","raw-email":"What should have been signed, with a key for bare emails"};function qe({security:t,language:i}){let o=c("token"),r=c(!1),n=c(null),a=f(),s=v();return e("section",{class:"card",id:"doctor",tabIndex:-1,"aria-labelledby":"doctor-title",children:[e("h2",{id:"doctor-title",children:"Doctor"}),e("p",{children:["Paste what your page hands to ",e("code",{children:"Nametag('identify', …)"}),", and see exactly what is wrong with it. Nothing of it is kept."]}),e("form",{class:"ask",autocomplete:"off",onSubmit:d=>{d.preventDefault();let l=new FormData(d.currentTarget),m=o.peek();n.value=null,a.run(async()=>{n.value={diagnosis:await t.diagnose(We(String(l.get("id")),String(l.get("email")),String(l.get("proof")),m)),kind:m}})},children:[e("div",{class:"field",children:[e("label",{for:s+"id",children:"Id"}),e("input",{id:s+"id",name:"id",spellcheck:!1,autocomplete:"off",autocapitalize:"off",placeholder:"42"})]}),e("div",{class:"field",children:[e("label",{for:s+"email",children:"Email"}),e("input",{id:s+"email",name:"email",inputMode:"email",spellcheck:!1,autocomplete:"off",autocapitalize:"off",placeholder:"jane@example.com"})]}),e("div",{class:"field ask-proof",children:[e("div",{class:"line line-wrap ask-kind",children:[e("label",{for:s+"proof",children:"Hash or token"}),e(x,{label:"Sent as",options:Ht,chosen:o.value,choose:d=>{o.value=d,r.value=!0}})]}),e("textarea",{id:s+"proof",name:"proof",rows:3,required:!0,spellcheck:!1,autocomplete:"off",autocapitalize:"off",onInput:d=>{r.peek()||(o.value=Ee(d.currentTarget.value))}})]}),e("button",{class:"button button-main",disabled:a.busy,children:a.busy?"One moment…":"What is wrong?"})]}),e(h,{error:a.failure&&Le(a.failure)}),e("div",{"aria-live":"polite","aria-busy":a.busy,children:n.value&&e(Me,{...n.value,language:i})})]})}var Ht=[["token","as token"],["hash","as hash"]];var D=["verified","claimed","failed"],Je={verified:"Verified",claimed:"Without proof",failed:"Failed"},Lt={verified:"your server proved who it is",claimed:"the page said a name, and no proof",failed:"there was a proof, and it isn’t right"};function Fe(t){return Je[t]}function Ve(t){return Lt[t]}function g({verified:t,claimed:i,failed:o}){return t+i+o}function C({claimed:t,failed:i}){return t+i}function I(t,i){if(!t||!i)return"0 %";let o=Math.round(100*t/i);return o===0?"< 1 %":o===100&&t<i?"> 99 %":`${o} %`}function M(t){let i=g(t);return i?`Of ${y(i,"claim")}: `+D.filter(o=>t[o]).map(o=>`${t[o].toLocaleString("en")} ${Je[o].toLowerCase()}`).join(", "):"No claims"}function Be(t,i){let[o,r]=[C(t),g(t)],n=i?"without a good proof":"would be refused";return o?o===r?`all ${r.toLocaleString("en")} ${n}`:`${o.toLocaleString("en")} of ${r.toLocaleString("en")} ${n}`:i?"all proven":"none would be refused"}function q({claimed:t,reasons:i}){return[...t?[{code:"no_proof",message:"No proof was sent.",help:"Sign who is logged in on your server, and hand the token or hash to identify.",count:t}]:[],...i].sort((r,n)=>n.count-r.count)}function Ge({origins:t,pages:i}){return t.map(({origin:o,...r})=>({origin:o,share:r,pages:i.filter(n=>n.origin===o&&(n.path||o)).map(({path:n,origin:a,...s})=>({path:n,share:s}))}))}function O({origin:t,path:i}){return t?t.replace(/^https:\/\//,"")+(i??""):"Others, not told apart"}function ze({outcome:t,code:i=""},o){if(t==="claimed")return"No proof was sent.";let r=pe(i);return o.find(n=>n.code===i)?.message??H(r)+"."}var Ue=2.5,je=1.2;function ee(t){let i=D.filter(a=>t[a]>0),o=100-(i.length>1?i.length*je:0),r=g(t),n=0;return i.map(a=>{let s=Ue+(o-i.length*Ue)*t[a]/r,u={outcome:a,from:n,length:s};return n+=s+je,u})}function T({asked:t,children:i}){let[o,r]=[t.value.value,t.failure.value],n=()=>{t.load()};return o===null?r?e(L,{failure:r,retry:n}):e("div",{role:"status","aria-label":"Loading",children:[e("span",{class:"blank blank-line"}),e("span",{class:"blank blank-line"})]}):e(p,{children:[r&&e("p",{class:"stale",role:"status",children:["This is how it was: ",r.message," ",e("button",{class:"link",type:"button",onClick:n,children:"Try again"})]}),i(o)]})}function Ye({share:t}){return e("div",{class:"ring",children:[e("svg",{viewBox:"0 0 120 120",role:"img","aria-label":M(t),children:ee(t).map(({outcome:i,from:o,length:r})=>e("circle",{class:"part-"+i,cx:"60",cy:"60",r:"51",pathLength:100,"stroke-dasharray":`${r} ${100-r}`,"stroke-dashoffset":-o},i))}),e("p",{"aria-hidden":"true",children:[e("b",{children:I(t.verified,g(t))}),"verified"]})]})}function U({share:t}){return e("svg",{class:"bar",viewBox:"0 0 100 6",preserveAspectRatio:"none",role:"img","aria-label":M(t),"data-tip":M(t),children:ee(t).map(({outcome:i,from:o,length:r})=>e("rect",{class:"part-"+i,x:o,width:r,height:"6",rx:"1"},i))})}var Qe=4;function Xe({security:t,close:i,toKeys:o}){let r=f(),n=t.evidence["24h"];P(()=>{n.load()},[n]);let a=n.value.value,s=a?C(a):0,u=t.keys.value.value?.every(l=>l.retired_at),d=async()=>{await r.run(()=>t.change({enforcement:"require"}))&&i()};return e(S,{title:"Require proof?",wide:!0,close:i,children:[e("div",{class:"dialog-body dialog-scroll",children:[u&&e("p",{class:"warning",children:[e(w,{}),e("span",{children:[e("b",{children:"This site has no active key."})," Nobody can prove anything, so everybody stays anonymous. ",e("button",{class:"link",type:"button",onClick:o,children:"Make a key first"})]})]}),e(T,{asked:n,children:l=>e(At,{evidence:l})}),e("p",{children:"It counts at once, for every page and on every way in. You can turn it off with one click."})]}),e(h,{error:r.failure}),e("div",{class:"dialog-foot",children:[e("button",{class:"button",type:"button",autofocus:!0,onClick:i,children:"Cancel"}),e("button",{class:"button button-main"+(s||u?" button-risk":""),type:"button",disabled:r.busy||!a,onClick:()=>{d()},children:r.busy?"One moment…":s?`Require proof, and refuse ${s===g(a)?"all of these":"these"}`:"Require proof"})]})]})}function At({evidence:t}){let[i,o]=[g(t),C(t)];if(!i)return e("p",{children:[e("b",{children:"No page has said who its user is in the last 24 hours"}),", so there is nothing to tell what it would change."]});if(!o)return e("p",{children:[e("b",{children:"Nothing would have been refused"})," in the last 24 hours: ",i===1?"the one claim was":`all ${y(i,"claim")} were`," proven."]});let r=t.pages.filter(C).slice(0,Qe);return e(p,{children:[e("p",{children:[e("b",{children:[o.toLocaleString("en")," of ",y(i,"claim")]})," of the last 24 hours would have been refused, and these people left anonymous:"]}),e(U,{share:t}),e("dl",{class:"forecast",children:[e("dt",{children:"Why"}),q(t).slice(0,Qe).map(({code:n,message:a,count:s})=>e("dd",{children:[e("b",{children:s.toLocaleString("en")})," ",e("span",{children:e(b,{text:a})})]},n)),r.length>0&&e("dt",{children:"Where"}),r.map(n=>e("dd",{children:[e("b",{children:C(n).toLocaleString("en")})," ",e("span",{children:[e("bdi",{children:O(n)})," ",e("span",{class:"sub",children:["of ",g(n).toLocaleString("en")]})]})]},n.origin+n.path))]})]})}function te({title:t,on:i,admin:o,deed:r,flip:n,children:a}){let s=v();return e("div",{class:"rule",children:[e("div",{class:"rule-what",children:[e("h3",{id:s,children:t}),a]}),o?e("button",{class:"switch",type:"button",role:"switch","aria-checked":i,"aria-labelledby":s,"aria-busy":r.busy,onClick:n}):e("span",{class:"rule-state"+(i?" rule-on":""),children:i?"On":"Off"}),e(h,{error:r.failure})]})}function Ze(t){let i=t.security.settings.value.value,o=i.enforcement==="require",r=t.security.evidence["24h"].value.value?.safe_to_require;return e("section",{class:"card",id:"enforcement",tabIndex:-1,"aria-labelledby":"enforcement-title",children:[e("h2",{id:"enforcement-title",children:"Enforcement"}),r&&!o&&e("p",{class:"safe",role:"status",children:[e(W,{}),e("span",{children:[e("b",{children:"Safe to require."})," In the last 24 hours every claim was proven: nothing would have been refused."]})]}),e(Kt,{...t,required:o}),e(Rt,{...t,settings:i})]})}function Kt({security:t,admin:i,jump:o,required:r}){let n=c(!1),a=f();return e(p,{children:[e(te,{title:"Require proof",on:r,admin:i,deed:a,flip:()=>{r?a.run(()=>t.change({enforcement:"observe"})):n.value=!0},children:e("p",{children:r?"Who has no proof stays anonymous: the claim is refused, and nothing is written.":"Now everybody is believed and marked: who has no proof is shown as unproven, and counted above."})}),n.value&&e(Xe,{security:t,close:()=>{n.value=!1},toKeys:()=>{n.value=!1,o("keys")}})]})}function Rt({security:t,admin:i,settings:o}){let r=f(),n=()=>{r.run(()=>t.change({emails_confirmed:!o.emails_confirmed}))};return e(te,{title:"We confirm our users’ email addresses",on:o.emails_confirmed,admin:i,deed:r,flip:n,children:e("p",{children:["On if nobody can log in to your site with an address that isn’t theirs. Then a proof of an email makes it verified, and people are found by it; otherwise only the id is. A token can say it for one user, with ",e("code",{children:"email_verified"}),"."]})})}var Dt=3e4;function j(t,i){P(()=>{let o=()=>{document.visibilityState!=="hidden"&&t()};o();let r=setInterval(o,Dt);return addEventListener("online",o),document.addEventListener("visibilitychange",o),()=>{clearInterval(r),removeEventListener("online",o),document.removeEventListener("visibilitychange",o)}},[i])}function et({signing:t,keys:i,security:o,close:r}){let n=F(),a=o.settings.value.value?.enforcement==="require";return e(V,{title:`Retire ${t.name}?`,button:"Retire",close:r,carryOut:()=>o.retire(t.kid,!1),children:[e("p",{children:e("b",{children:Q(t,n)})}),Z(t,i)&&e("p",{class:"warning",children:[e(w,{}),e("span",{children:["It is the only active key. Without it nobody can be verified",a?", and since this site requires proof, nobody identified":"",": make a new one first."]})]}),t.used_24h>0&&!Z(t,i)&&e("p",{class:"warning",children:[e(w,{}),e("span",{children:["It was used ",y(t.used_24h,"time")," in the last 24 hours: something signs with it still. Give that the new secret first, and retire this one when it is unused."]})]}),e("p",{children:"What is signed with it is refused from now on. Links that it has proven stay until they end. It can’t be undone."})]})}function tt({signing:t,security:i,close:o,done:r}){let n=F();return e(V,{title:`${t.name} leaked?`,button:"It leaked: end it now",close:o,carryOut:()=>i.retire(t.kid,!0).then(r),children:[e("p",{children:e("b",{children:Q(t,n)})}),e("p",{children:"Every link that rests on it falls at once: these browsers are shown as unproven until your server proves them with another key. What is signed with it is refused from now on. It can’t be undone."}),e("p",{children:"After that you see whom it has verified, so that you can look at each."})]})}var it=32,It=255;function ot({security:t,made:i,close:o}){let r=c(["token"]),n=c(!1),a=f(),s=v();return e(S,{title:"Make a key",wide:!0,close:o,children:e("form",{class:"dialog-form",onSubmit:d=>{d.preventDefault();let l=new FormData(d.currentTarget),m=String(l.get("secret")??"");a.run(async()=>i(await t.make({name:String(l.get("name")),uses:[...r.peek()],...m&&{secret:m}})))},children:[e("div",{class:"dialog-body dialog-scroll",children:[e("div",{class:"field",children:[e("label",{for:s,children:"Name"}),e("input",{id:s,name:"name",required:!0,maxLength:It,autocomplete:"off",autofocus:!0,placeholder:"Shop’s backend","aria-describedby":s+"-hint"}),e("p",{class:"sub",id:s+"-hint",children:"What signs with it, so that you know it later."})]}),e("fieldset",{class:"uses",children:[e("legend",{children:"It signs"}),Y.map(d=>e(Mt,{use:d,on:r.value.includes(d),flip:()=>{r.value=Re(r.value,d)}},d))]}),Ke(r.value)&&e("p",{class:"warning",role:"status",children:[e(w,{}),e("span",{children:"A bare id or email is easily signed for the wrong person: whoever may choose their own id at your site can have somebody else’s signed. Choose tokens where you can."})]}),n.value?e(qt,{}):e("button",{class:"link",type:"button",onClick:()=>{n.value=!0},children:"Use a secret that your server signs with already"})]}),e(h,{error:a.failure}),e("div",{class:"dialog-foot",children:[e("button",{class:"button",type:"button",onClick:o,children:"Cancel"}),e("button",{class:"button button-main",disabled:a.busy||!r.value.length,children:a.busy?"One moment…":n.value?"Take it over":"Make the key"})]})]})})}function Mt({use:t,on:i,flip:o}){let r=v();return e("label",{class:"use",children:[e("input",{type:"checkbox",checked:i,onChange:o,"aria-describedby":r,"data-use":t}),e("span",{children:[H(E(t)),t==="token"&&e("span",{class:"key-state key-state-active",children:"Recommended"})]}),e("span",{class:"sub",id:r,children:Ae(t)})]})}function qt(){let t=v();return e("div",{class:"field",children:[e("label",{for:t,children:"Secret"}),e("input",{id:t,name:"secret",type:"password",required:!0,minLength:it,autocomplete:"off",spellcheck:!1,"aria-describedby":t+"-hint"}),e("p",{class:"sub",id:t+"-hint",children:["At least ",it," characters, as your server has it. It can’t be shown again."]})]})}function rt({security:t,close:i}){let o=c("form"),r=c(null),n=c(t.keys.value.peek()?.length===0&&!t.settings.value.peek()?.emails_confirmed),a=()=>{n.value?o.value="emails":i()},s=u=>{r.value=u,u.secret?o.value="secret":a()};switch(o.value){case"form":return e(ot,{security:t,made:s,close:i});case"secret":return e(Ut,{made:r.value,stored:a});case"emails":return e(jt,{security:t,close:i})}}function Ut({made:t,stored:i}){return e(S,{title:`The secret of ${t.name}`,wide:!0,close:"button",children:[e("div",{class:"dialog-body",children:[e("p",{children:["Store it where your server keeps its secrets. ",e("b",{children:"It is shown this once"}),", and nobody can look it up later."]}),e($,{code:t.secret,label:"secret"}),e("p",{children:["It signs ",R(t.uses),". Its text is the HMAC key: don’t decode it. It must never be in a page, an app, or a repository."]})]}),e("div",{class:"dialog-foot",children:e("button",{class:"button button-main",type:"button",onClick:i,children:"I have stored it"})})]})}function jt({security:t,close:i}){let o=f(),r=async n=>{await o.run(()=>t.change({emails_confirmed:n}))&&i()};return e(S,{title:"Do you confirm your users’ email addresses?",close:i,children:[e("div",{class:"dialog-body",children:[e("p",{children:"Yes, if nobody can log in to your site with an address that isn’t theirs, since they had to click a link in an email first. Then this key proves emails too."}),e("p",{children:"Otherwise somebody could register with another person’s address and be taken for them: then it proves ids only. You can change the answer at any time."})]}),e(h,{error:o.failure}),e("div",{class:"dialog-foot",children:[e("button",{class:"button",type:"button",disabled:o.busy,onClick:()=>{r(!1)},children:"No, or not all"}),e("button",{class:"button button-main",type:"button",disabled:o.busy,onClick:()=>{r(!0)},children:"Yes, all of them"})]})]})}var nt=5;function at({causes:t,jump:i}){let o=c(!1);return e("div",{class:"part",role:"group","aria-labelledby":"causes",children:[e("h3",{id:"causes",children:"Why the rest isn’t proven"}),e("ul",{class:"lines",children:(o.value?t:t.slice(0,nt)).map(({code:r,message:n,help:a,count:s})=>e("li",{class:"cause","data-cause":r,children:[e("b",{class:"cause-count",children:s.toLocaleString("en")}),e("div",{class:"line-what",children:[e("div",{children:e(b,{text:n})}),e("div",{class:"sub",children:e(b,{text:a})})]}),e("button",{class:"button button-small",type:"button",onClick:()=>i(r==="no_proof"?"code":"doctor"),children:r==="no_proof"?"See the code":"Ask the doctor"})]},r))}),!o.value&&t.length>nt&&e("button",{class:"link",type:"button",onClick:()=>{o.value=!0},children:["Show all ",t.length," reasons"]})]})}var st=5;function lt({evidence:{examples:t,reasons:i},href:o}){let r=c(!1);return e("div",{class:"part",role:"group","aria-labelledby":"examples",children:[e("h3",{id:"examples",children:"Newest examples"}),e("ul",{class:"lines",children:(r.value?t:t.slice(0,st)).map(n=>e("li",{class:"line-item","data-example":n.visitor_id,children:[e("div",{class:"line-what",children:[e("div",{class:"line line-wrap",children:[e("a",{href:o({page:"visitors",visitor:n.visitor_id}),children:ce(n.visitor_id)}),e("span",{class:"sub",children:e("bdi",{children:O(n)})})]}),e("div",{children:e(b,{text:ze(n,i)})})]}),e("span",{class:"sub entry-at",children:e(_,{at:k(n.at)})})]},n.at+n.visitor_id))}),!r.value&&t.length>st&&e("button",{class:"link",type:"button",onClick:()=>{r.value=!0},children:["Show all ",t.length]})]})}var ie=5;function ct({origins:t,required:i}){let o=c(!1),r=t.length>ie||t.some(({pages:a})=>a.length>ie),n=a=>o.value?a:a.slice(0,ie);return e("div",{class:"part",role:"group","aria-labelledby":"places",children:[e("h3",{id:"places",children:"Where"}),e("ul",{class:"places",children:n(t).map(({origin:a,share:s,pages:u})=>e("li",{"data-origin":a,children:[e(dt,{name:O({origin:a}),share:s,required:i}),e("ul",{children:n(u).map(({path:d,share:l})=>e("li",{"data-path":d,children:e(dt,{name:d||"Other pages",share:l,required:i})},d))})]},a))}),!o.value&&r&&e("button",{class:"link",type:"button",onClick:()=>{o.value=!0},children:"Show every page"})]})}function dt({name:t,share:i,required:o}){return e("div",{class:"place",children:[e("bdi",{class:"place-name",children:t}),e(U,{share:i}),e("span",{class:"sub"+(C(i)?" place-refused":""),children:Be(i,o)})]})}var oe=[["24h","24 hours"],["7d","7 days"]];function ut(t){let i=c("24h"),o=t.security.evidence[i.value];j(()=>{i.value!=="24h"&&o.load()},o);let r=t.security.settings.value.value?.enforcement==="require";return e("section",{class:"card",id:"proof",tabIndex:-1,"aria-labelledby":"proof-title",children:[e("div",{class:"card-head",children:[e("h2",{id:"proof-title",children:"Proof"}),e(x,{label:"Time",options:oe,chosen:i.value,choose:n=>{i.value=n}})]}),e(T,{asked:o,children:n=>g(n)?e(Jt,{...t,evidence:n,required:r}):e(Ft,{...t,evidence:n})},i.value)]})}function Jt({evidence:t,required:i,href:o,jump:r}){let n=g(t),a=q(t);return e(p,{children:[e("div",{class:"glance",children:[e(Ye,{share:t}),e("dl",{class:"legend",children:D.map(s=>e("div",{"data-outcome":s,children:[e("dt",{children:[e("span",{class:"swatch part-"+s,"aria-hidden":"true"}),Fe(s)]}),e("dd",{children:[e("b",{children:t[s].toLocaleString("en")})," ",e("span",{class:"sub",children:I(t[s],n)})]}),e("dd",{class:"sub legend-what",children:Ve(s)})]},s))})]}),a.length>0&&e(at,{causes:a,jump:r}),a.length>0&&e(ct,{origins:Ge(t),required:i}),t.examples.length>0&&e(lt,{evidence:t,href:o}),!a.length&&e("p",{children:["Each of the ",y(n,"claim")," was proven, on every page."]})]})}function Ft({evidence:t,security:i,admin:o,href:r,jump:n}){let a=i.settings.value.value,s=i.keys.value.value?.some(u=>!u.retired_at);return e("div",{class:"nothing",role:"status",children:[e("h3",{children:["No page has said who its user is in the last ",t.window==="24h"?"24 hours":"7 days"]}),e("ol",{class:"todo",children:[e("li",{class:a?.installed_at?"done":"",children:e("span",{children:[e("a",{href:r({page:"install"}),children:"Install the snippet"})," on your pages."]})}),e("li",{class:s?"done":"",children:e("span",{children:[e("button",{class:"link",type:"button",onClick:()=>n("keys"),children:o?"Make a key":"Have an admin make a key"})," whose secret only your server holds."]})}),e("li",{children:e("span",{children:[e("button",{class:"link",type:"button",onClick:()=>n("code"),children:"Sign who is logged in"}),", and hand the token to ",e("code",{children:"Nametag('identify', …)"}),"."]})})]}),e("p",{children:"Every claim is counted here, by page, with the exact reason where one isn’t proven."})]})}function mt({close:t,...i}){let o=c("7d");return e(S,{title:`What ${i.signing.name} verified`,wide:!0,close:t,children:[i.signing.leaked&&e("p",{class:"sub",children:"Its links have fallen. Whoever has the secret may have been any of these people."}),e(x,{label:"Time",options:oe,chosen:o.value,choose:r=>{o.value=r}}),e(Vt,{...i,window:o.value},o.value)]})}function Vt({signing:t,security:i,people:o,href:r,window:n}){let a=ne(le),s=c(De(n,a.peek())),u=c([]),d=c(void 0),l=f(),m=()=>l.run(async()=>{do{let N=await i.verified(t.kid,s.peek(),d.peek());if(u.value=[...u.peek(),...N.entries],d.value=N.next??void 0,N.entries.length)break}while(d.peek())});P(()=>{m()},[]);let J=Ie(u.value);return e(p,{children:[e("div",{class:"dialog-body dialog-scroll","aria-live":"polite","aria-busy":l.busy,children:[J.length>0&&e("ul",{class:"lines","aria-label":"Verified with this key",children:J.map(N=>e(Bt,{one:N,people:o,href:r},N.contact??""))}),!J.length&&!l.busy&&!l.failure&&e("p",{children:"Nobody in this time."}),l.busy&&e("div",{role:"status","aria-label":"Loading",children:[e("span",{class:"blank blank-line"}),e("span",{class:"blank blank-line"})]})]}),e(h,{error:l.failure}),(d.value||l.failure)&&!l.busy&&e("button",{class:"button",type:"button",onClick:()=>{m()},children:l.failure?"Try again":"Show more"})]})}function Bt({one:{contact:t,times:i,last:o},people:r,href:n}){P(()=>{t&&r.ask(t)},[t]);let a=t?r.known.value.get(t):void 0;return e("li",{class:"line-item","data-contact":t,children:[e("div",{class:"line-what",children:[t?e("a",{href:n({page:"contacts",contact:t}),children:e("bdi",{children:a?ue(a):me(t)})}):e("span",{children:"Somebody who was erased since"}),a?.external_id&&e("span",{class:"sub",children:e("bdi",{children:["id ",a.external_id]})})]}),e("span",{class:"sub entry-at",children:[y(i,"time"),", ",e(_,{at:k(o)})]})]})}function pt(t){let i=c(!1),o=()=>{i.value=!1};return e("section",{class:"card",id:"keys",tabIndex:-1,"aria-labelledby":"keys-title",children:[e("div",{class:"card-head",children:[e("h2",{id:"keys-title",children:"Keys"}),t.admin&&e("button",{class:"button button-small",type:"button","aria-haspopup":"dialog",onClick:()=>{i.value=!0},children:[e(ae,{}),"Make a key"]})]}),e("p",{children:"Your server signs with a key’s secret who is logged in. To change one, make a new key first, and retire the old one once it is unused."}),e(T,{asked:t.security.keys,children:r=>r.length?e("ul",{class:"lines keys","aria-label":"Keys",children:r.map(n=>e(Gt,{...t,signing:n,keys:r},n.kid))}):e("p",{children:[e("b",{children:"There is no key yet."})," Until there is one, nobody can be verified."]})}),i.value&&e(rt,{security:t.security,close:o})]})}function Gt({signing:t,keys:i,admin:o,security:r,people:n,href:a}){let s=c(null),u=m=>()=>{s.peek()===m&&(s.value=null)},d=m=>()=>{s.value=m},l=K(t);return e("li",{class:"key key-"+l,"data-key":t.kid,"data-state":l,children:[e("div",{class:"line-what",children:[e("div",{class:"line line-wrap",children:[e("b",{children:e("bdi",{children:t.name})}),e("span",{class:"key-state key-state-"+l,children:zt[l]})]}),e("div",{class:"sub",children:["for ",R(t.uses)," · ",e("code",{children:t.kid})]})]}),e(Yt,{signing:t}),e("div",{class:"ways",children:[o&&l==="active"&&e("button",{class:"button button-small",type:"button","aria-haspopup":"dialog","aria-label":`Retire ${t.name}`,onClick:d("retire"),children:"Retire"}),o&&l!=="leaked"&&e("button",{class:"button button-small",type:"button","aria-haspopup":"dialog","aria-label":`${t.name} leaked`,onClick:d("leaked"),children:"It leaked"}),e("button",{class:"button button-small button-quiet",type:"button","aria-haspopup":"dialog","aria-label":`What ${t.name} verified`,onClick:d("verified"),children:"What it verified"})]}),s.value==="retire"&&e(et,{signing:t,keys:i,security:r,close:u("retire")}),s.value==="leaked"&&e(tt,{signing:t,security:r,close:u("leaked"),done:d("verified")}),s.value==="verified"&&e(mt,{signing:t,security:r,people:n,href:a,close:u("verified")})]})}var zt={active:"Active",retired:"Retired",leaked:"Leaked"};function Yt({signing:t}){let{created_at:i,last_used_at:o,used_24h:r,retired_at:n,leaked:a}=t;return e("dl",{class:"facts key-facts",children:[e("div",{children:[e("dt",{children:"Made"}),e("dd",{children:e(_,{at:k(i)})})]}),n&&e("div",{children:[e("dt",{children:a?"Leaked, retired":"Retired"}),e("dd",{children:e(_,{at:k(n)})})]}),e("div",{children:[e("dt",{children:"Last used"}),e("dd",{children:o?e(_,{at:k(o)}):"never"})]}),e("div",{children:[e("dt",{children:"In 24 hours"}),e("dd",{children:r?`${r.toLocaleString("en")} ×`:"unused"})]}),e("div",{children:[e("dt",{children:"Live links"}),e("dd",{children:X(t)})]})]})}function Cn(t){let{settings:i,evidence:o,keys:r}=t.security,n=()=>[i,o["24h"],r].forEach(a=>{a.load()});return j(n,t.security),e("div",{class:"page page-scroll",children:e("div",{class:"column security",children:[e("header",{class:"page-head",children:e("h1",{children:"Security"})}),i.value.value?e(Xt,{...t}):i.failure.value?e(L,{failure:i.failure.value,retry:n}):e(p,{children:[e(B,{}),e(B,{})]})]})})}var Qt=[["proof","Proof"],["enforcement","Enforcement"],["keys","Keys"],["doctor","Doctor"],["code","Code"]];function Xt(t){let i=re(null),o=r=>{let n=i.current?.querySelector(`#${r}`);n?.scrollIntoView({behavior:"smooth",block:"start"}),n?.focus({preventScroll:!0})};return e(p,{children:[e("nav",{class:"jumps","aria-label":"On this page",children:Qt.map(([r,n])=>e("button",{class:"button button-quiet button-small",type:"button",onClick:()=>o(r),children:n},r))}),!t.admin&&e("p",{class:"card notice",children:"You see how everything stands. What changes something is for admins: ask one of yours."}),e("div",{class:"cards",ref:i,children:[e(ut,{...t,jump:o}),e(Ze,{...t,jump:o}),e(pt,{...t}),e(qe,{...t}),e(Te,{...t})]})]})}export{Cn as SecurityPage};
