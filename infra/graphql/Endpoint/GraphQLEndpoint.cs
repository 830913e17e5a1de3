using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using GraphQL;
using GraphQL.Types;
using GraphQL.Utilities;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace ELearning.GraphQL;

/// <summary>
/// <c>/graphql</c> over HTTP by the GraphQL-over-HTTP specification. A well-formed request answered as <c>application/graphql-response+json</c> says by its
/// status whether it was executed; as <c>application/json</c> it is 200; as <c>text/event-stream</c> see <see cref="EventStream"/>; over a WebSocket see
/// <see cref="SocketConnection"/>. What is refused before it is a GraphQL request (media types, JSON, size) has its status either way.
/// </summary>
/// <remarks>
/// Cross-site requests: a POST must be JSON, which no form can send and no script without a preflight; a GET changes nothing, and one that a browser says
/// comes from another site needs the header <c>GraphQL-Preflight</c>. Scripts of other sites read nothing unless <see cref="AllowedOrigins"/> names theirs.
/// </remarks>
public static class GraphQLEndpoint
{
    public const string Path = "/graphql";

    /// <summary>No form sends it, and a script of another site only with leave: what it stands in was meant.</summary>
    public const string Preflight = "GraphQL-Preflight";

    /// <summary>Printing it takes as long as many queries, and it does not change.</summary>
    private static readonly ConditionalWeakTable<ISchema, string> Printed = [];

    public static void MapGraphQLServer(this IEndpointRouteBuilder app)
    {
        var origins = app.ServiceProvider.GetRequiredService<IOptions<AllowedOrigins>>().Value;
        var server = app.ServiceProvider.GetRequiredService<GraphQLServerOptions>();
        var pipeline = app.CreateApplicationBuilder();
        pipeline
            .UseCors(policy => origins.Describe(policy, server.ExposedHeaders))
            .UseMiddleware<ResponseCompressionMiddleware>(app.ServiceProvider.GetRequiredService<AnswerCompression>())
            .UseWebSockets()
            .Run(HandleAsync);
        app.MapMethods(Path, ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "CONNECT"], pipeline.Build());
        app.MapGet($"{Path}/schema.graphql", SchemaAsync);
    }

    private static async Task HandleAsync(HttpContext context)
    {
        CultureInfo.CurrentUICulture = RequestLanguage.Of(context.Request);
        // Of what is refused the server reads the rest, so that the sender gets to read why, unless it is far too much.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = 8L * context.RequestServices.GetRequiredService<GraphQLLimits>().BodyBytes;
        var budget = context.RequestServices.GetRequiredService<CostControl>().BudgetOf(context.User);
        context.Response.OnStarting(() =>
        {
            budget.Tell(context.Response.Headers);
            return Task.CompletedTask;
        });
        try
        {
            switch (context.Request.Method)
            {
                case "GET" or "CONNECT" when context.WebSockets.IsWebSocketRequest:
                    await SocketEndpoint.HandleAsync(context, context.RequestServices.GetRequiredService<IOptions<AllowedOrigins>>().Value);
                    break;
                case "GET" when Explorer.IsWanted(context.Request) && context.RequestServices.GetRequiredService<ExplorerSwitch>().On:
                    await (context.RequestServices.GetRequiredService<GraphQLServerOptions>().ExplorerPage ?? Explorer.WriteAsync)(context);
                    break;
                case "GET":
                    RefuseCrossSite(context.Request);
                    await AnswerAsync(context, _ => Task.FromResult(new GraphQLRequest([RequestReader.FromUrl(context)], IsBatch: false)), queriesOnly: true);
                    break;
                case "POST":
                    RefuseForeignContent(context.Request);
                    await AnswerAsync(context, RequestReader.FromBodyAsync, queriesOnly: false);
                    break;
                default:
                    context.Response.Headers.Allow = "GET, POST";
                    context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
                    break;
            }
        }
        catch (HttpFault fault)
        {
            budget.Pay(CostControl.OfRefusal);
            await ResponseWriter.WriteAsync(context, ResponseType.Json, new ExecutionResult(fault.Error), fault.Status);
        }
    }

    private static async Task AnswerAsync(HttpContext context, Func<HttpContext, Task<GraphQLRequest>> read, bool queriesOnly)
    {
        // Null where the answer is a stream of results.
        var type = EventStream.IsWanted(context.Request) ? null : ResponseType.Negotiate(context.Request);
        // A token that was sent and not accepted is worth saying, whatever was asked.
        if (context.Request.Headers.ContainsKey(HeaderNames.Authorization) && context.User.Identity is not { IsAuthenticated: true })
            throw new HttpFault(StatusCodes.Status401Unauthorized, "UNAUTHENTICATED");

        var request = await read(context);
        if (request.IsBatch)
        {
            await BatchEndpoint.AnswerAsync(context, type ?? throw HttpFault.Malformed("batch"), request.Calls);
            return;
        }

        var executor = context.RequestServices.GetRequiredService<GraphQLExecutor>();
        var result = await executor.ExecuteAsync(
            request.Calls[0],
            context.User,
            context.RequestServices,
            queriesOnly,
            context.RequestAborted,
            streams: type is null
        );
        if (type is null)
            await EventStream.WriteAsync(context, result);
        else
            await ResponseWriter.WriteAsync(context, type, result, type.StatusOf(result));
    }

    private static async Task SchemaAsync(HttpContext context, ISchema schema, IntrospectionSwitch introspection)
    {
        if (!introspection.On && context.User.Identity is not { IsAuthenticated: true })
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.ContentType = "text/plain; charset=utf-8";
        await context.Response.WriteAsync(TextOf(schema), context.RequestAborted);
    }

    /// <summary>The schema as it is served and kept in the repository.</summary>
    internal static string TextOf(ISchema schema) =>
        Printed.GetValue(
            schema,
            schema =>
            {
                schema.Initialize();
                return schema.Print(new PrintOptions { StringComparison = StringComparison.Ordinal });
            }
        );

    private static void RefuseForeignContent(HttpRequest request)
    {
        // What a few bytes expand to is known only when they have been expanded.
        if (request.Headers.ContentEncoding is not [] and not ["identity"])
        {
            request.HttpContext.Response.Headers.AcceptEncoding = "identity";
            throw new HttpFault(StatusCodes.Status415UnsupportedMediaType, "UNSUPPORTED_ENCODING");
        }

        if (
            !MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || !type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            || (type.Charset.HasValue && !HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase))
        )
            throw new HttpFault(StatusCodes.Status415UnsupportedMediaType, "UNSUPPORTED_MEDIA_TYPE");
    }

    private static void RefuseCrossSite(HttpRequest request)
    {
        if (request.Headers["Sec-Fetch-Site"] is [{ } site] && site is not ("same-origin" or "none") && !request.Headers.ContainsKey(Preflight))
            throw new HttpFault(StatusCodes.Status403Forbidden, "CSRF");
    }
}

/// <summary>The page to try queries on: one file of ours, no outside host.</summary>
internal static class Explorer
{
    public static bool IsWanted(HttpRequest request) =>
        !request.Query.ContainsKey("query")
        && !request.Query.ContainsKey("documentId")
        && !request.Query.ContainsKey("extensions")
        && request.GetTypedHeaders().Accept.Any(type => type.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase) && type.Quality != 0);

    public static async Task WriteAsync(HttpContext context)
    {
        using var stream = typeof(Explorer).Assembly.GetManifestResourceStream("ELearning.GraphQL.Endpoint.explorer.html")!;
        using var reader = new StreamReader(stream);
        var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        var server = context.RequestServices.GetRequiredService<GraphQLServerOptions>();
        var page = (await reader.ReadToEndAsync(context.RequestAborted))
            .Replace("{{nonce}}", nonce, StringComparison.Ordinal)
            .Replace("{{title}}", WebUtility.HtmlEncode(server.ExplorerTitle), StringComparison.Ordinal)
            .Replace("{{query}}", WebUtility.HtmlEncode(server.ExplorerQuery), StringComparison.Ordinal)
            .Replace("{{variables}}", WebUtility.HtmlEncode(server.ExplorerVariables), StringComparison.Ordinal);
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy =
            $"default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; connect-src 'self'; base-uri 'none'; form-action 'none'; "
            + $"frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-store";
        context.Response.ContentType = "text/html; charset=utf-8";
        await context.Response.WriteAsync(page, context.RequestAborted);
    }
}
