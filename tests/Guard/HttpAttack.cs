using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace ELearning.Tests.Guard;

/// <summary>A request made to cost the server more than its sender.</summary>
internal sealed record HttpAttack(string Name, Func<HttpContent> Content)
{
    private static readonly Lazy<byte[]> FortyMegabytes = new(() =>
        Encoding.ASCII.GetBytes($"{{\"query\":\"{{ __typename }}\",\"variables\":{{\"a\":\"{new string('x', 40 * 1024 * 1024)}\"}}}}")
    );

    public static IReadOnlyList<HttpAttack> All { get; } =
    [
        Document("2,000 fragments in a ring", "{ ...F0 } " + Times(2_000, i => $"fragment F{i} on Query{{...F{(i + 1) % 2_000}}}")),
        Document(
            "25 doubling fragments",
            "{ ...F0 } "
                + Times(25, i => $"fragment F{i} on Query {{ me {{ ...F{i + 1} }} a: me {{ ...F{i + 1} }} }} ")
                + "fragment F25 on Query { __typename }"
        ),
        Document("20,000 aliases", $"{{ {Times(20_000, i => $"a{i}:me{{id}}")} }}"),
        Document("6,000 aliases, in a body that is not too large", $"{{ {Times(6_000, i => $"a{i}:id ")} }}"),
        Document("one field 10,000 times", $"{{ me {{ {Times(10_000, _ => "id ")} }} }}"),
        Document("3,000 overlapping selections", $"{{ {Times(3_000, _ => "me{id name}")} }}"),
        Document("lists 100,000 deep", $"{{ node(id: {new string('[', 100_000)}{new string(']', 100_000)}) {{ id }} }}"),
        Document("lists 30,000 deep, in a body that is not too large", $"{{ node(id: {new string('[', 30_000)}{new string(']', 30_000)}) {{ id }} }}"),
        Document("fields 100,000 deep", $"{Times(100_000, _ => "{a")}{new string('}', 100_000)}"),
        Document("10,000 directives", $"{{ me {Times(10_000, _ => "@x ")} {{ id }} }}"),
        Document("10,000 arguments", $"{{ me({Times(10_000, _ => "x:1 ")}) {{ id }} }}"),
        Document("5,000 operations", Times(5_000, i => $"query Q{i}{{me{{id}}}}")),
        Document("5,000 variables", $"query({Times(5_000, i => $"$v{i}:Int ")}) {{ me {{ id }} }}"),
        Document("5,000 types", Times(5_000, i => $"type T{i}{{a:Int}}")),
        Json("JSON lists 100,000 deep", $$$"""{"query":"{ __typename }","variables":{"a":{{{new string('[', 100_000)}}}{{{new string(']', 100_000)}}}}}"""),
        Json("JSON objects 100,000 deep", $$$"""{"query":"{ __typename }","variables":{{{Times(100_000, _ => "{\"a\":")}}}1{{{new string('}', 100_000)}}}}"""),
        Json("JSON that is nothing but 500,000 brackets", new string('[', 500_000)),
        Json("500,000 values in a list", $$$"""{"query":"{ __typename }","variables":{"a":[{{{Times(500_000, _ => "1,")}}}1]}}"""),
        Json("a number of 1,000,000 digits", $$$"""{"query":"{ __typename }","variables":{"a":{{{new string('9', 1_000_000)}}}}}"""),
        Json("100,000 names in an object", $$$"""{"query":"{ __typename }","variables":{ {{{Times(100_000, i => $"\"{i}\":0,")}}}"a":0}}"""),
        Json("2 MB, which is twice what is taken", $$$"""{"query":"{ __typename }","variables":{"a":"{{{new string('x', 2_000_000)}}}"}}"""),
        new("40 MB, with its length", () => Typed(new ByteArrayContent(FortyMegabytes.Value))),
        new("40 MB, in chunks", () => Typed(new ChunkedContent(FortyMegabytes.Value))),
        Compressed("40 MB of gzip", "gzip", stream => new GZipStream(stream, CompressionLevel.SmallestSize)),
        Compressed("40 MB of deflate", "deflate", stream => new ZLibStream(stream, CompressionLevel.SmallestSize)),
        Compressed("40 MB of br", "br", stream => new BrotliStream(stream, CompressionLevel.Fastest)),
    ];

    public HttpRequestMessage Request() => new(HttpMethod.Post, "/graphql") { Content = Content() };

    private static HttpAttack Document(string name, string document) => Json(name, JsonSerializer.Serialize(new { query = document }));

    private static HttpAttack Json(string name, string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        return new(name, () => Typed(new ByteArrayContent(bytes)));
    }

    private static HttpAttack Compressed(string name, string encoding, Func<Stream, Stream> compress)
    {
        var bytes = new Lazy<byte[]>(() =>
        {
            using var small = new MemoryStream();
            using (var packing = compress(small))
            {
                packing.Write(FortyMegabytes.Value);
            }

            return small.ToArray();
        });
        return new(
            name,
            () =>
            {
                var content = Typed(new ByteArrayContent(bytes.Value));
                content.Headers.ContentEncoding.Add(encoding);
                return content;
            }
        );
    }

    private static HttpContent Typed(HttpContent content)
    {
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

    private static string Times(int count, Func<int, string> text) => string.Concat(Enumerable.Range(0, count).Select(text));

    /// <summary>Says nothing of its length.</summary>
    private sealed class ChunkedContent(byte[] bytes) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context) => await stream.WriteAsync(bytes);

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
