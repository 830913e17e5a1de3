using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using GraphQL;
using GraphQL.Execution;
using GraphQL.SystemTextJson;
using Microsoft.Net.Http.Headers;

namespace ELearning.GraphQL;

/// <summary>The engine's serializer with Chinese left as it is (the answer is JSON by its type and <c>nosniff</c>), writing into a buffer of ours.</summary>
internal sealed class ApiSerializer(IErrorInfoProvider errors)
    : GraphQLSerializer(
        options =>
        {
            options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
            options.Converters.Add(new ResultConverter());
        },
        errors
    )
{
    /// <summary>What is written by a converter is well-formed; looking after it is left to the tests.</summary>
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public void Write(IBufferWriter<byte> buffer, ExecutionResult result)
    {
        using var writer = new Utf8JsonWriter(buffer, Relaxed);
        JsonSerializer.Serialize(writer, result, SerializerOptions);
    }

    /// <summary>The JSON of a result.</summary>
    public byte[] Bytes(ExecutionResult result)
    {
        using var buffer = new PooledBuffer();
        Write(buffer, result);
        return buffer.Written.ToArray();
    }

    public void Write(IBufferWriter<byte> buffer, ExecutionErrors errors)
    {
        using var writer = new Utf8JsonWriter(buffer, Relaxed);
        JsonSerializer.Serialize(writer, errors, SerializerOptions);
    }
}

/// <summary>
/// Writes an answer whole, with its length: small chunks cost more than the buffer. What may be kept for a while (see <see cref="FieldFreshness"/>) says so, to
/// who asked alone, with the hash of the body by which
/// it can be asked for again; nothing else is to be stored by anybody.
/// </summary>
internal static class ResponseWriter
{
    /// <summary>By what the answers to the same address differ.</summary>
    private const string Vary = "Accept, Accept-Encoding, Accept-Language, Authorization";

    public static async Task WriteAsync(HttpContext context, ResponseType type, ExecutionResult result, int status)
    {
        var response = context.Response;
        response.StatusCode = status;
        if (status == StatusCodes.Status401Unauthorized)
            response.Headers.WWWAuthenticate = context.Request.Headers.Authorization.Count > 0 ? "Bearer error=\"invalid_token\"" : "Bearer";
        if (status is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable)
            response.Headers.RetryAfter = result.Errors?.Select(error => error.Extensions?.GetValueOrDefault(RequestFault.RetryAfter)).Max()?.ToString();
        if (status == StatusCodes.Status405MethodNotAllowed)
            response.Headers.Allow = "POST";
        var fresh = HttpMethods.IsGet(context.Request.Method) ? context.RequestServices.GetRequiredService<AnswerFreshness>().Lasts : null;
        if (result is SharedAnswer shared)
        {
            await SendAsync(context, type, shared, fresh);
            return;
        }

        using var buffer = new PooledBuffer();
        context.RequestServices.GetRequiredService<ApiSerializer>().Write(buffer, result);
        if (fresh is { } time && IsKnown(context, TagOf(context, type, buffer.Written), time))
            return;
        await SendAsync(context, type, buffer.Written, CacheControl(fresh));
    }

    /// <summary>The answers of a batch as a list.</summary>
    public static async Task WriteAsync(HttpContext context, ResponseType type, IReadOnlyList<ExecutionResult> results)
    {
        using var buffer = new PooledBuffer();
        var serializer = context.RequestServices.GetRequiredService<ApiSerializer>();
        for (var i = 0; i < results.Count; i++)
        {
            buffer.Write(i == 0 ? "["u8 : ","u8);
            serializer.Write(buffer, results[i]);
        }

        buffer.Write("]"u8);
        await SendAsync(context, type, buffer.Written);
    }

    /// <summary>Sends an answer that is kept, in the coding that it would be given on its way.</summary>
    private static async Task SendAsync(HttpContext context, ResponseType type, SharedAnswer shared, TimeSpan? fresh)
    {
        var compression = context.RequestServices.GetRequiredService<AnswerCompression>();
        var coding = compression.CodingOf(context, shared.Body.Length);
        if (fresh is { } time && IsKnown(context, shared.TagFor(type.ContentType, coding, () => TagOf(type, shared.Body, coding)), time))
            return;
        if (coding is not null)
            context.Response.Headers.ContentEncoding = coding;
        await SendAsync(context, type, shared.In(coding, stream => compression.Compress(context, stream)), CacheControl(fresh));
    }

    /// <summary>Names the body by its hash; where the client has it already, says so instead of sending it again.</summary>
    private static bool IsKnown(HttpContext context, string tag, TimeSpan fresh)
    {
        var response = context.Response;
        response.Headers.ETag = tag;
        var given = new EntityTagHeaderValue(tag);
        if (
            !context
                .Request.GetTypedHeaders()
                .IfNoneMatch.Any(known => known.Equals(EntityTagHeaderValue.Any) || known.Compare(given, useStrongComparison: false))
        )
            return false;
        response.StatusCode = StatusCodes.Status304NotModified;
        response.Headers.CacheControl = CacheControl(fresh);
        response.Headers.Vary = Vary;
        return true;
    }

    private static string CacheControl(TimeSpan? fresh) => fresh is { } time ? $"private, max-age={(int)time.TotalSeconds}" : "no-store";

    private static string TagOf(HttpContext context, ResponseType type, ReadOnlyMemory<byte> body) =>
        TagOf(type, body.Span, context.RequestServices.GetRequiredService<AnswerCompression>().CodingOf(context, body.Length));

    /// <summary>Of both types and of each coding, and so of all sets of bytes, a different one.</summary>
    private static string TagOf(ResponseType type, ReadOnlySpan<byte> body, string? coding)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.ASCII.GetBytes($"{type.ContentType} {coding}"));
        hash.AppendData(body);
        return $"\"{Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16))}\"";
    }

    private static async Task SendAsync(HttpContext context, ResponseType type, ReadOnlyMemory<byte> body, string cacheControl = "no-store")
    {
        var response = context.Response;
        response.ContentType = type.ContentType;
        response.ContentLength = body.Length;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.CacheControl = cacheControl;
        response.Headers.Vary = Vary;
        await response.Body.WriteAsync(body, context.RequestAborted);
    }
}
