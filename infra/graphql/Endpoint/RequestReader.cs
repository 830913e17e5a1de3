using System.Buffers;
using System.Text;
using System.Text.Json;
using GraphQL;

namespace ELearning.GraphQL;

/// <summary>What one HTTP request asks for.</summary>
/// <param name="IsBatch">It was a list, be it of one, and is answered by one.</param>
internal sealed record GraphQLRequest(IReadOnlyList<GraphQLCall> Calls, bool IsBatch);

/// <summary>Reads the parameters of a request strictly: wrong kinds and repeated names are refused, never guessed at.</summary>
internal static class RequestReader
{
    public static async Task<GraphQLRequest> FromBodyAsync(HttpContext context)
    {
        var limits = context.RequestServices.GetRequiredService<GraphQLLimits>();
        if (context.Request.ContentLength > limits.BodyBytes)
            throw new HttpFault(StatusCodes.Status413PayloadTooLarge, "REQUEST_TOO_LARGE", limits.BodyBytes);

        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Clamp((context.Request.ContentLength ?? 4096) + 1, 1024, limits.BodyBytes + 1));
        try
        {
            var length = 0;
            int read;
            while ((read = await context.Request.Body.ReadAsync(buffer.AsMemory(length), context.RequestAborted)) > 0)
            {
                length += read;
                if (length > limits.BodyBytes)
                    throw new HttpFault(StatusCodes.Status413PayloadTooLarge, "REQUEST_TOO_LARGE", limits.BodyBytes);
                if (length < buffer.Length)
                    continue;
                var larger = ArrayPool<byte>.Shared.Rent(Math.Min(buffer.Length * 2, limits.BodyBytes + 1));
                buffer.AsSpan(0, length).CopyTo(larger);
                ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
                buffer = larger;
            }

            using var json = Parse(buffer.AsMemory(0, length), limits);
            return json.RootElement.ValueKind == JsonValueKind.Array
                ? new GraphQLRequest(Batch(json.RootElement, Serializer(context), limits), IsBatch: true)
                : new GraphQLRequest([FromJson(json.RootElement, Serializer(context))], IsBatch: false);
        }
        catch (BadHttpRequestException refused)
        {
            // The server counts too where it is not told the length, and it knows when the pieces are not put together right.
            throw refused.StatusCode == StatusCodes.Status413PayloadTooLarge
                ? new HttpFault(refused.StatusCode, "REQUEST_TOO_LARGE", limits.BodyBytes)
                : HttpFault.Malformed("HTTP");
        }
        finally
        {
            // Bodies carry names and numbers of people; the next renter need not read them.
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    public static GraphQLCall FromUrl(HttpContext context)
    {
        var limits = context.RequestServices.GetRequiredService<GraphQLLimits>();
        var query = context.Request.Query;
        return Call(One("query"), One("documentId"), One("operationName"), Map("variables"), Map("extensions"));

        string? One(string name) =>
            query[name] switch
            {
                [] => null,
                [{ Length: 0 }] => null,
                [{ } value] => value,
                _ => throw HttpFault.Malformed(name),
            };

        Inputs? Map(string name)
        {
            if (One(name) is not { } text)
                return null;
            using var json = Parse(Encoding.UTF8.GetBytes(text), limits);
            return Inputs(json.RootElement, name, Serializer(context));
        }
    }

    public static JsonDocument Parse(ReadOnlyMemory<byte> utf8, GraphQLLimits limits)
    {
        try
        {
            JsonBounds.Check(utf8.Span, limits);
            return JsonDocument.Parse(utf8, new JsonDocumentOptions { MaxDepth = limits.JsonDepth, AllowDuplicateProperties = false });
        }
        catch (JsonException)
        {
            throw HttpFault.Malformed("JSON");
        }
    }

    public static GraphQLCall FromJson(JsonElement body, ApiSerializer serializer)
    {
        if (body.ValueKind != JsonValueKind.Object)
            throw HttpFault.Malformed("JSON");
        return Call(
            Text(body, "query"),
            Text(body, "documentId"),
            Text(body, "operationName"),
            body.TryGetProperty("variables", out var variables) ? Inputs(variables, "variables", serializer) : null,
            body.TryGetProperty("extensions", out var extensions) ? Inputs(extensions, "extensions", serializer) : null
        );
    }

    /// <summary>A document comes as a text or is named, by one way or the other; what is empty is not there.</summary>
    private static GraphQLCall Call(string? query, string? documentId, string? operation, Inputs? variables, Inputs? extensions) =>
        (query, documentId) switch
        {
            ({ Length: > 0 }, { Length: > 0 }) => throw HttpFault.Malformed("queryOrDocumentId"),
            (null or "", null or "") when extensions?.ContainsKey(PersistedQuery.Extension) != true => throw HttpFault.Malformed("query"),
            _ => new GraphQLCall(query ?? "", operation is "" ? null : operation, variables, extensions) { DocumentId = documentId is "" ? null : documentId },
        };

    private static List<GraphQLCall> Batch(JsonElement body, ApiSerializer serializer, GraphQLLimits limits)
    {
        if (body.GetArrayLength() == 0)
            throw HttpFault.Malformed("batch");
        if (body.GetArrayLength() > limits.Batch)
            throw new HttpFault(StatusCodes.Status400BadRequest, "BATCH_TOO_LARGE", limits.Batch);
        var cost = new BatchCost();
        var calls = body.EnumerateArray().Select(call => FromJson(call, serializer) with { Batch = cost }).ToList();
        if (calls.Sum(call => Encoding.UTF8.GetByteCount(call.Query)) > limits.DocumentBytes)
            throw new HttpFault(StatusCodes.Status400BadRequest, "DOCUMENT_TOO_LARGE", limits.DocumentBytes);
        return calls;
    }

    private static string? Text(JsonElement body, string name)
    {
        if (!body.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
            return null;
        if (value.ValueKind != JsonValueKind.String)
            throw HttpFault.Malformed(name);
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, or bytes that are not UTF-8.
            throw HttpFault.Malformed(name);
        }
    }

    private static Inputs? Inputs(JsonElement value, string name, ApiSerializer serializer)
    {
        if (value.ValueKind == JsonValueKind.Null)
            return null;
        if (value.ValueKind != JsonValueKind.Object)
            throw HttpFault.Malformed(name);
        try
        {
            return serializer.ReadNode<Inputs>(value);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or OverflowException)
        {
            throw HttpFault.Malformed(name);
        }
    }

    private static ApiSerializer Serializer(HttpContext context) => context.RequestServices.GetRequiredService<ApiSerializer>();
}
