using System.IO.Compression;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.Options;

namespace ELearning.GraphQL;

/// <summary>
/// Answers of some length are compressed for who takes it (brotli before gzip), also over TLS: no answer mixes a secret with what an attacker chose, and no
/// cookie lets a stranger's page ask for one. Streams and the page to try queries on are left as they are.
/// </summary>
internal sealed class AnswerCompression(IServiceProvider services) : ResponseCompressionProvider(services, Options.Create(Settings()))
{
    /// <summary>Below this the work saves no packet.</summary>
    public const int LeastBytes = 1024;

    public override bool ShouldCompressResponse(HttpContext context) => context.Response.ContentLength >= LeastBytes && base.ShouldCompressResponse(context);

    /// <summary>The coding in which an answer of this length goes out; null where it goes as it is.</summary>
    public string? CodingOf(HttpContext context, int bytes) =>
        bytes >= LeastBytes && CheckRequestAcceptsCompression(context) ? GetCompressionProvider(context)?.EncodingName : null;

    /// <summary>What is written into it goes on in the coding of <see cref="CodingOf"/>.</summary>
    public Stream Compress(HttpContext context, Stream output) => GetCompressionProvider(context)!.CreateStream(output);

    private static ResponseCompressionOptions Settings()
    {
        var options = new ResponseCompressionOptions { EnableForHttps = true, MimeTypes = ["application/graphql-response+json", "application/json"] };
        options.Providers.Add(new BrotliCompressionProvider(Options.Create(new BrotliCompressionProviderOptions { Level = CompressionLevel.Optimal })));
        options.Providers.Add(new GzipCompressionProvider(Options.Create(new GzipCompressionProviderOptions { Level = CompressionLevel.Optimal })));
        return options;
    }
}
