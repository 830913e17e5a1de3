using GraphQL;
using GraphQL.Types;
using GraphQL.Validation;
using GraphQLParser.AST;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace ELearning.GraphQL;

/// <summary>What a product sets in code, beside the settings of section <c>GraphQL</c>.</summary>
public sealed class GraphQLServerOptions
{
    /// <summary>Headers of answers that scripts of allowed origins may read, beside the server's own.</summary>
    public IList<string> ExposedHeaders { get; } = [];

    /// <summary>The default of <see cref="BudgetOptions.Roles"/>: a minute's worth by the name of a role, one of <see cref="ICallers.Roles"/>.</summary>
    public IDictionary<string, int> RoleBudgets { get; } = new Dictionary<string, int>(StringComparer.Ordinal);

    /// <summary>The name above the page to try queries on.</summary>
    public string ExplorerTitle { get; set; } = "GraphQL";

    /// <summary>The query that stands there at first.</summary>
    public string ExplorerQuery { get; set; } = "{ __typename }";

    /// <summary>Its variables, as JSON.</summary>
    public string ExplorerVariables { get; set; } = "";

    /// <summary>Answers with a page of the product's own in its place, where the explorer is on.</summary>
    public RequestDelegate? ExplorerPage { get; set; }
}

/// <summary>
/// A GraphQL server around a schema: guard, budgets, document cache, execution and transports. What it asks of a product it takes from the services:
/// <see cref="ICallers"/> and <see cref="ICallerContext"/> (who is calling), <see cref="IProductErrors"/> (texts and outages), <see cref="IAuditTrail"/> (who
/// hears of everything), <see cref="IAnswerBasis"/> (what shared answers rest on), <see cref="RegisteredDocuments"/> (where documents are looked up by hash)
/// and <see cref="FurtherOrigins"/> (which web sites may read answers); each has a plain default, so that a schema runs by itself.
/// </summary>
public static class GraphQLServer
{
    /// <param name="services">Where to register; settings are read from the <see cref="IConfiguration"/> among them.</param>
    /// <param name="configuration">Says whether the schema may be asked for.</param>
    /// <param name="isDevelopment">The default of <c>GraphQL:Introspection</c>.</param>
    /// <param name="configure">Sets what is not a setting.</param>
    public static IServiceCollection AddGraphQLServer<TSchema>(
        this IServiceCollection services,
        IConfiguration configuration,
        bool isDevelopment,
        Action<GraphQLServerOptions>? configure = null
    )
        where TSchema : class, ISchema
    {
        var server = new GraphQLServerOptions();
        configure?.Invoke(server);
        services.AddSingleton(server);
        services.TryAddSingleton(configuration);
        services.AddSettings<GraphQLOptions>("GraphQL");
        AddBudgets(services, server);
        AddGuard(services);
        AddDocuments(services);
        services.AddSettings<AnswerOptions>("GraphQL:Answers");
        services.AddSingleton<SharedAnswers>();
        AddTransports(services);
        AddContracts(services);
        AddEngine<TSchema>(services);
        services.AddSingleton(new IntrospectionSwitch(Settings.Read<GraphQLOptions>(configuration, "GraphQL").Introspection ?? isDevelopment));
        return services;
    }

    private static void AddBudgets(IServiceCollection services, GraphQLServerOptions server)
    {
        // Before the settings are bound, which go before these.
        services.Configure<BudgetOptions>(options =>
        {
            foreach (var (role, budget) in server.RoleBudgets)
                options.Roles[role] = budget;
        });
        services.AddSettings<BudgetOptions>("GraphQL:Budgets").PostConfigure<ICallers>((options, callers) => options.RequireRolesOf(callers));
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<BudgetOptions>>().Value);
        services
            .AddSingleton<CallerBudgets>()
            .AddSingleton<CostModel>()
            .AddSingleton<CostControl>()
            .AddSingleton<ListLengths>()
            .AddScoped<WorkCharge>()
            .AddHttpContextAccessor();
    }

    private static void AddGuard(IServiceCollection services)
    {
        services.AddSettings<GraphQLLimits>("GraphQL:Limits");
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<GraphQLLimits>>().Value);
        services.AddSingleton<DocumentGuard>().AddSingleton<ExecutionGuard>();
    }

    private static void AddDocuments(IServiceCollection services)
    {
        services.AddSettings<OperationOptions>("GraphQL:Operations");
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<OperationOptions>>().Value);
        services.AddSingleton(provider => new DocumentCache(provider.GetRequiredService<GraphQLLimits>().CacheBytes));
        services.AddSingleton<DocumentRules>().AddSingleton<OperationChecks>().AddSingleton<OperationFolder>().AddSingleton<KnownOperations>();
    }

    private static void AddTransports(IServiceCollection services)
    {
        services.AddSettings<LiveOptions>("GraphQL:Live");
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<LiveOptions>>().Value).AddSingleton<LiveConnections>();
        services.AddCors().AddSettings<AllowedOrigins>("GraphQL").PostConfigure<FurtherOrigins>((allowed, further) => allowed.Further = further.Origins);
        services.AddSingleton<ExplorerSwitch>().AddSingleton<TokenLife>().AddSingleton<AnswerCompression>();
    }

    private static void AddContracts(IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ICallers, PlainCallers>();
        services.TryAddScoped<ICallerContext, PlainCallerContext>();
        services.TryAddSingleton<IProductErrors, PlainErrors>();
        services.TryAddSingleton(RegisteredDocuments.None);
        services.TryAddSingleton(FurtherOrigins.None);
        services.TryAddScoped<IAuditTrail, NoAuditTrail>();
        services.TryAddScoped<IAnswerBasis, NoAnswerBasis>();
    }

    private static void AddEngine<TSchema>(IServiceCollection services)
        where TSchema : class, ISchema
    {
        services.AddMetrics().AddSingleton<OperationMeter>();
        services.AddSingleton<GraphQLExecutor>().AddSingleton<GraphQLErrors>().AddSingleton<ApiSerializer>();
        services.AddSingleton<OperationInputs>().AddSingleton<IDocumentValidator, ApiDocumentValidator>();
        services.AddScoped<Loaders>().AddScoped<AnswerFreshness>();
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
    }
}
