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
        using var buffer = new PooledBuffer();
        context.RequestServices.GetRequiredService<ApiSerializer>().Write(buffer, result);

        var response = context.Response;
        response.StatusCode = status;
        if (status == StatusCodes.Status401Unauthorized)
            response.Headers.WWWAuthenticate = context.Request.Headers.Authorization.Count > 0 ? "Bearer error=\"invalid_token\"" : "Bearer";
        if (status is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable)
            response.Headers.RetryAfter = result.Errors?.Select(error => error.Extensions?.GetValueOrDefault(RequestFault.RetryAfter)).Max()?.ToString();
        if (status == StatusCodes.Status405MethodNotAllowed)
            response.Headers.Allow = "POST";
        if (HttpMethods.IsGet(context.Request.Method) && context.RequestServices.GetRequiredService<AnswerFreshness>().Lasts is { } time)
            await SendOrConfirmAsync(context, type, buffer.Written, time);
        else
            await SendAsync(context, type, buffer.Written);
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

    /// <summary>What the client has already is confirmed and not sent again.</summary>
    private static Task SendOrConfirmAsync(HttpContext context, ResponseType type, ReadOnlyMemory<byte> body, TimeSpan fresh)
    {
        var response = context.Response;
        var tag = TagOf(type, body.Span, context.RequestServices.GetRequiredService<AnswerCompression>().CodingOf(context, body.Length));
        response.Headers.ETag = tag.ToString();
        var cacheControl = $"private, max-age={(int)fresh.TotalSeconds}";
        if (
            !context
                .Request.GetTypedHeaders()
                .IfNoneMatch.Any(known => known.Equals(EntityTagHeaderValue.Any) || known.Compare(tag, useStrongComparison: false))
        )
            return SendAsync(context, type, body, cacheControl);
        response.StatusCode = StatusCodes.Status304NotModified;
        response.Headers.CacheControl = cacheControl;
        response.Headers.Vary = Vary;
        return Task.CompletedTask;
    }

    /// <summary>Of both types and of each coding, and so of all sets of bytes, a different one.</summary>
    private static EntityTagHeaderValue TagOf(ResponseType type, ReadOnlySpan<byte> body, string? coding)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.ASCII.GetBytes($"{type.ContentType} {coding}"));
        hash.AppendData(body);
        return new($"\"{Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16))}\"");
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

    /// <summary>A growing buffer out of the shared pool.</summary>
    private sealed class PooledBuffer : IBufferWriter<byte>, IDisposable
    {
        private byte[] _bytes = ArrayPool<byte>.Shared.Rent(16 * 1024);
        private int _length;

        public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, _length);

        public void Advance(int count) => _length += count;

        public Memory<byte> GetMemory(int sizeHint = 0)
        {
            Grow(sizeHint);
            return _bytes.AsMemory(_length);
        }

        public Span<byte> GetSpan(int sizeHint = 0)
        {
            Grow(sizeHint);
            return _bytes.AsSpan(_length);
        }

        public void Dispose() => ArrayPool<byte>.Shared.Return(_bytes, clearArray: true);

        private void Grow(int sizeHint)
        {
            var needed = _length + Math.Max(sizeHint, 256);
            if (needed <= _bytes.Length)
                return;
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, _bytes.Length * 2));
            Written.Span.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_bytes, clearArray: true);
            _bytes = larger;
        }
    }
}
