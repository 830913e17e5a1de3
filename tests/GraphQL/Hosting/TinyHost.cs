using System.Globalization;
using System.Security.Claims;
using System.Text.Json;
using GraphQL;
using GraphQL.Types;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ELearning.GraphQL.Tests.Hosting;

/// <summary>The engine around <see cref="TinySchema"/> without HTTP.</summary>
internal sealed class TinyHost : IDisposable
{
    private readonly ServiceProvider _services;

    public TinyHost(bool introspection = true, params (string Key, string Value)[] limits)
        : this(introspection, _ => { }, limits) { }

    /// <param name="change">Registrations of a test's own.</param>
    public TinyHost(bool introspection, Action<IServiceCollection> change, params (string Key, string Value)[] limits)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(limits.Select(limit => KeyValuePair.Create($"GraphQL:Limits:{limit.Key}", (string?)limit.Value)))
            .Build();
        var services = new ServiceCollection().AddLogging(logging => logging.AddProvider(Log)).AddTinyServer(configuration, introspection);
        change(services);
        _services = services.BuildServiceProvider();
    }

    public RecordingLog Log { get; } = new();

    public TService Service<TService>()
        where TService : notnull => _services.GetRequiredService<TService>();

    public Library Library => _services.GetRequiredService<Library>();

    public ISchema Schema => _services.GetRequiredService<ISchema>();

    public DocumentCache Cache => _services.GetRequiredService<DocumentCache>();

    public static ClaimsPrincipal User(params string[] roles) => TinyCallers.User("someone", roles);

    public static ClaimsPrincipal Nobody { get; } = new(new ClaimsIdentity());

    public async Task<string> AskAsync(
        string query,
        object? variables = null,
        ClaimsPrincipal? user = null,
        string language = "zh-CN",
        string? operation = null
    )
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
        await using var scope = _services.CreateAsyncScope();
        var serializer = _services.GetRequiredService<IGraphQLTextSerializer>();
        var inputs = variables is null ? null : serializer.Deserialize<Inputs>(variables as string ?? JsonSerializer.Serialize(variables));
        var result = await _services
            .GetRequiredService<GraphQLExecutor>()
            .ExecuteAsync(
                new GraphQLCall(query, operation, inputs, null),
                user ?? User("Member"),
                scope.ServiceProvider,
                queriesOnly: false,
                CancellationToken.None
            );
        var answer = serializer.Serialize(result);
        if (answer.Contains("\"INTERNAL\"", StringComparison.Ordinal))
            Console.Error.WriteLine(string.Join("\n", Log.Lines));
        return answer;
    }

    public async Task<JsonElement> AnswerAsync(string query, object? variables = null, ClaimsPrincipal? user = null, string language = "zh-CN") =>
        JsonDocument.Parse(await AskAsync(query, variables, user, language)).RootElement;

    public void Dispose() => _services.Dispose();
}
