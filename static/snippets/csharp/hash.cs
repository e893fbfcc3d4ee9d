using System;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

public static class NametagHash
{
    /// <summary>
    /// Signs who is logged in, for Nametag('identify', id, { email }, hash). On your server only: the secret is that of
    /// a signing key for json. email is null if there is none.
    /// </summary>
    public static string Of(string id, string? email, string secret)
    {
        string message = email is null ? JsonSerializer.Serialize(new { id }) : JsonSerializer.Serialize(new { id, email });
        byte[] hash = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(message));
        return Convert.ToHexString(hash).ToLowerInvariant();
    }
}
