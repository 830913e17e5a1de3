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
        var introspection = builder.Configuration.GetValue<bool?>("GraphQL:Introspection") ?? builder.Environment.IsDevelopment();
        builder.Services.AddApiGraphQL<ApiSchema>(builder.Configuration.GetSection("GraphQL:Limits"), introspection, builder.Configuration.GetSection("GraphQL:Budgets"));
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
    public static IServiceCollection AddApiGraphQL<TSchema>(this IServiceCollection services, IConfiguration limits, bool introspection, IConfiguration? budgets = null)
        where TSchema : class, ISchema
    {
        var budgeting = services.AddOptions<BudgetOptions>().ValidateDataAnnotations().ValidateOnStart();
        if (budgets is not null)
            budgeting.Bind(budgets);
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<BudgetOptions>>().Value);
        services.AddSingleton<Accounts>().AddSingleton<CostModel>().AddSingleton<CostControl>().AddSingleton<ListLengths>().AddScoped<WorkCharge>().AddHttpContextAccessor();
        services.AddOptions<GraphQLLimits>().Bind(limits).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<GraphQLLimits>>().Value);
        services.AddOptions<LiveOptions>().BindConfiguration("GraphQL:Live").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<LiveOptions>>().Value).AddSingleton<LiveConnections>();
        services.AddCors().AddOptions<AllowedOrigins>().BindConfiguration("GraphQL").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(new IntrospectionSwitch(introspection)).AddSingleton<ExplorerSwitch>();
        services.AddSingleton<DocumentGuard>().AddSingleton<ExecutionGuard>();
        services.AddSingleton(provider => new DocumentCache(provider.GetRequiredService<GraphQLLimits>().CacheBytes));
        services.AddOptions<OperationOptions>().Configure<IServiceProvider>((options, provider) => provider.GetService<IConfiguration>()?.GetSection("GraphQL:Operations").Bind(options))
            .ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<OperationOptions>>().Value);
        services.AddSingleton<DocumentRules>().AddSingleton<OperationChecks>().AddSingleton<OperationFolder>().AddSingleton<KnownOperations>().AddScoped<AnswerFreshness>();
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
        services.AddGraphQL(graphql => graphql
            .AddSelfActivatingSchema<TSchema>()
            .AddExecutionStrategy<ListeningStrategy>(OperationType.Subscription)
            .AddErrorInfoProvider(provider => provider.GetRequiredService<GraphQLErrors>())
            .AddSchemaVisitor<Descriptions>()
            .AddExecutionStrategy(strategy, OperationType.Query)
            .AddExecutionStrategy(strategy, OperationType.Mutation)
            .AddSerializer(provider => provider.GetRequiredService<ApiSerializer>())
            .AddUnhandledExceptionHandler((context, options) => options.RequestServices!.GetRequiredService<GraphQLErrors>().HandleAsync(context)));
        return services;
    }
}
