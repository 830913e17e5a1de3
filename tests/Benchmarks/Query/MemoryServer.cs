using System.Text.Encodings.Web;
using ELearning.Processes.Tests.Hosting;
using GraphQL;
using GraphQL.SystemTextJson;
using GraphQL.Types;
using GraphQLParser;
using GraphQLParser.AST;

namespace ELearning.Benchmarks;

/// <summary>
/// The catalogue in memory behind one of two engines, on the same Kestrel with the same settings: the product's endpoint and engine, or GraphQL.NET as it comes
/// with the endpoint its documentation shows and a cache of parsed and validated documents.
/// </summary>
internal static class MemoryServer
{
    public const string Verb = "memory";
    private const string Ours = "ours";
    private const string Stock = "stock";

    public static Task<ServerProcess> StartOursAsync() => StartAsync(Ours);

    public static Task<ServerProcess> StartStockAsync() => StartAsync(Stock);

    public static async Task RunAsync(string[] engine)
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Information);
        builder.Services.AddSingleton(MemoryCatalogue.Make());
        if (engine is [Ours])
        {
            // As much as is asked for: it is one client that asks.
            builder.Configuration["GraphQL:Budgets:Anonymous"] = "1000000000";
            builder.Services.AddGraphQLServer<OurSchema>(builder.Configuration, isDevelopment: true);
        }
        else
        {
            builder
                .Services.AddSingleton<ISchema, StockSchema>()
                .AddGraphQL(graphql => graphql.AddSerializer(new GraphQLSerializer(options => options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping)));
        }

        var app = builder.Build();
        if (engine is [Ours])
            app.MapGraphQLServer();
        else
            MapStock(app);
        await app.RunAsync();
    }

    private static void MapStock(WebApplication app)
    {
        var documents = new System.Collections.Concurrent.ConcurrentDictionary<string, GraphQLDocument>();
        app.MapPost(
            "/graphql",
            async (HttpContext context, IDocumentExecuter executer, IGraphQLSerializer serializer, ISchema schema) =>
            {
                var request = (await serializer.ReadAsync<global::GraphQL.Transport.GraphQLRequest>(context.Request.Body, context.RequestAborted))!;
                var known = documents.TryGetValue(request.Query!, out var document);
                var result = await executer.ExecuteAsync(
                    new ExecutionOptions
                    {
                        Schema = schema,
                        Query = request.Query,
                        Document = document ??= Parser.Parse(request.Query!),
                        OperationName = request.OperationName,
                        Variables = request.Variables,
                        RequestServices = context.RequestServices,
                        CancellationToken = context.RequestAborted,
                        ValidationRules = known ? [] : null,
                    }
                );
                if (!known && result.Executed)
                    documents.TryAdd(request.Query!, document);
                context.Response.ContentType = "application/graphql-response+json; charset=utf-8";
                await serializer.WriteAsync(context.Response.Body, result, context.RequestAborted);
            }
        );
    }

    private static Task<ServerProcess> StartAsync(string engine) =>
        ServerProcess.StartAsync("ELearning.Benchmarks.dll", [Verb, engine], new Dictionary<string, string>());
}
