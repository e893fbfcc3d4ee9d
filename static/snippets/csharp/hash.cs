using System;
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
