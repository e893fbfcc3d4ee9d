using System;
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
        string signed = Part(Encoding.UTF8.GetBytes("{\"alg\":\"HS256\",\"typ\":\"JWT\"}")) + "." + Part(JsonSerializer.SerializeToUtf8Bytes(claims));
        return signed + "." + Part(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(signed)));
    }

    private static string Part(byte[] data) => Convert.ToBase64String(data).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
