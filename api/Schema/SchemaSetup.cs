using ELearning.Content;
using GraphQL.Types;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace ELearning.Api;

/// <summary>Registers the schema with the GraphQL server, and what the server asks of a product.</summary>
internal static class SchemaSetup
{
    public static WebApplicationBuilder AddApiGraphQL(this WebApplicationBuilder builder)
    {
        builder.Services.AddScoped<AuditScene>().AddScoped<IAuditTrail, AuditTrail>();
        builder.Services.AddScoped<IAnswerBasis, CatalogueBasis>();
        builder.Services.AddSingleton(provider => new RegisteredDocuments(provider.GetRequiredService<OperationRegistry>().DocumentAsync));
        builder.Services.AddSettings<WebOptions>("Web");
        builder.Services.AddSingleton(provider => new FurtherOrigins(provider.GetRequiredService<IOptions<WebOptions>>().Value.Origins));
        builder.Services.AddServerOf<ApiSchema>(builder.Configuration, builder.Environment.IsDevelopment());
        builder.Services.AddSingleton<Query>().AddSingleton<Mutation>().AddSingleton<Subscription>();
        builder.Services.AddScoped<RequestRights>();
        builder.Services.AddSingleton<MediaAddress>();
        return builder;
    }

    /// <summary>The server around any schema with this product's callers and errors; tests prove the conventions on small ones.</summary>
    public static IServiceCollection AddServerOf<TSchema>(this IServiceCollection services, IConfiguration configuration, bool isDevelopment)
        where TSchema : class, ISchema
    {
        services.TryAddScoped<CallerContext>();
        services.AddSingleton<ICallers, Callers>().AddScoped<ICallerContext>(provider => provider.GetRequiredService<CallerContext>());
        services.AddSingleton<IProductErrors>(ContentErrors.Instance);
        return services.AddGraphQLServer<TSchema>(configuration, isDevelopment, Configure);
    }

    internal static void Configure(GraphQLServerOptions server)
    {
        server.ExposedHeaders.Add(Telemetry.CorrelationHeader);
        server.ExplorerTitle = "ELearning";
        server.ExplorerQuery = """
            query Catalogue($first: Int) {
              courseware(first: $first) {
                totalCount
                nodes { id title durationSeconds teachers { name } }
              }
            }
            """;
        server.ExplorerVariables = """{ "first": 5 }""";
        // Members study and look around; the others work with long lists, and partner sites ask for many visitors.
        foreach (var role in Enum.GetValues<Role>())
            server.RoleBudgets[Claims.NameOf(role)] = role == Role.Member ? 100_000 : 300_000;
    }
}
