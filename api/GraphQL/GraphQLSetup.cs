using ELearning.Content;
using GraphQL;
using GraphQL.Types;
using GraphQL.Validation;
using GraphQLParser.AST;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace ELearning.Api;

/// <summary>Registers everything of <c>api/GraphQL</c>.</summary>
internal static class GraphQLSetup
{
    public static WebApplicationBuilder AddApiGraphQL(this WebApplicationBuilder builder)
    {
        var introspection = Settings.Read<GraphQLOptions>(builder.Configuration, "GraphQL").Introspection ?? builder.Environment.IsDevelopment();
        builder.Services.AddApiGraphQL<ApiSchema>(builder.Configuration, introspection);
        builder.Services.AddSingleton<Query>();
        builder.Services.AddSingleton<Mutation>();
        builder.Services.AddSingleton<Subscription>();
        builder.Services.AddSingleton(provider => new RegisteredDocuments(provider.GetRequiredService<OperationRegistry>().DocumentAsync));
        builder.Services.AddScoped<RequestRights>();
        builder.Services.AddSingleton<MediaAddress>();
        builder.Services.AddScoped<AuditScene>().AddScoped<IAuditTrail, AuditTrail>();
        return builder;
    }

    /// <summary>The engine around any schema; tests prove the conventions on small ones.</summary>
    public static IServiceCollection AddApiGraphQL<TSchema>(this IServiceCollection services, IConfiguration configuration, bool introspection)
        where TSchema : class, ISchema
    {
        services.TryAddSingleton(configuration);
        services.AddSettings<GraphQLOptions>("GraphQL");
        services.AddSettings<BudgetOptions>("GraphQL:Budgets");
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<BudgetOptions>>().Value);
        services
            .AddSingleton<Accounts>()
            .AddSingleton<CostModel>()
            .AddSingleton<CostControl>()
            .AddSingleton<ListLengths>()
            .AddScoped<WorkCharge>()
            .AddHttpContextAccessor();
        services.AddSettings<GraphQLLimits>("GraphQL:Limits");
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<GraphQLLimits>>().Value);
        services.AddSettings<LiveOptions>("GraphQL:Live");
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<LiveOptions>>().Value).AddSingleton<LiveConnections>();
        services.AddCors().AddSettings<AllowedOrigins>("GraphQL");
        services.AddSingleton(new IntrospectionSwitch(introspection)).AddSingleton<ExplorerSwitch>();
        services.AddSingleton<DocumentGuard>().AddSingleton<ExecutionGuard>();
        services.AddSingleton(provider => new DocumentCache(provider.GetRequiredService<GraphQLLimits>().CacheBytes));
        services.AddSettings<OperationOptions>("GraphQL:Operations");
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<OperationOptions>>().Value);
        services
            .AddSingleton<DocumentRules>()
            .AddSingleton<OperationChecks>()
            .AddSingleton<OperationFolder>()
            .AddSingleton<KnownOperations>()
            .AddScoped<AnswerFreshness>();
        services.TryAddSingleton(RegisteredDocuments.None);
        services.AddSingleton<GraphQLExecutor>();
        services.AddSingleton<GraphQLErrors>();
        services.AddMetrics().AddSingleton<OperationMeter>();
        services.AddSingleton<ApiSerializer>();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddScoped<IAuditTrail, NoAuditTrail>();
        services.TryAddScoped<CallerContext>();
        services.AddSingleton<OperationInputs>();
        services.AddScoped<Loaders>();
        services.AddSingleton<IDocumentValidator, ApiDocumentValidator>();
        var strategy = new ApiExecutionStrategy();
        services.AddGraphQL(graphql =>
            graphql
                .AddSelfActivatingSchema<TSchema>()
                .AddExecutionStrategy<ListeningStrategy>(OperationType.Subscription)
                .AddErrorInfoProvider(provider => provider.GetRequiredService<GraphQLErrors>())
                .AddSchemaVisitor<Descriptions>()
                .AddExecutionStrategy(strategy, OperationType.Query)
                .AddExecutionStrategy(strategy, OperationType.Mutation)
                .AddSerializer(provider => provider.GetRequiredService<ApiSerializer>())
                .AddUnhandledExceptionHandler((context, options) => options.RequestServices!.GetRequiredService<GraphQLErrors>().HandleAsync(context))
        );
        return services;
    }
}
