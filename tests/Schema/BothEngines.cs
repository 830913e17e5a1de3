using System.Security.Claims;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using ELearning.Api;
using GraphQL;
using GraphQL.DI;
using GraphQL.Execution;
using GraphQL.SystemTextJson;
using GraphQL.Types;
using GraphQL.Validation;
using GraphQL.Validation.Rules;
using GraphQLParser.AST;
using Microsoft.Extensions.DependencyInjection;

namespace ELearning.Tests.Schemas;

/// <summary>
/// Asks the product's engine twice, so that the document is new and then known, and GraphQL.NET as it comes: its executer, validator, strategies and
/// serializer. All three have to write the same bytes.
/// </summary>
internal sealed partial class BothEngines(IServiceProvider services, ClaimsPrincipal user)
{
    private readonly ISchema _schema = services.GetRequiredService<ISchema>();
    private readonly DocumentExecuter _stock = new(
        new GraphQLDocumentBuilder(),
        new DocumentValidator(),
        new DefaultExecutionStrategySelector(),
        services.GetServices<IConfigureExecution>()
    );
    private readonly GraphQLSerializer _serializer = new(
        options => options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        services.GetRequiredService<IErrorInfoProvider>()
    );

    /// <summary>The answer of all three.</summary>
    /// <param name="places">False for documents with repeated fields: GraphQL.NET forgets where those stand, and ours says it.</param>
    public async Task<string> AgreeAsync(string document, object? variables = null, bool places = true)
    {
        var inputs = variables is null ? Inputs.Empty : _serializer.Deserialize<Inputs>(JsonSerializer.Serialize(variables));
        var stock = await StockAsync(document, inputs!);
        Same(stock, await OursAsync(document, inputs!), document, places);
        Same(stock, await OursAsync(document, inputs!), document, places);
        return stock;
    }

    /// <summary>What GraphQL.NET's rules say of it, whoever asks and with whatever variables.</summary>
    public async Task<bool> IsValidAsync(GraphQLDocument document) =>
        (
            await new DocumentValidator().ValidateAsync(
                new ValidationOptions
                {
                    Schema = _schema,
                    Document = document,
                    Operation = document.Definitions.OfType<GraphQLOperationDefinition>().First(),
                    Rules = DocumentValidator.CoreRules.Where(rule => rule is not FieldArgumentsAreValidRule),
                    Variables = _serializer.Deserialize<Inputs>(JsonSerializer.Serialize(RandomDocuments.Variables))!,
                    UserContext = new Dictionary<string, object?>(),
                }
            )
        ).IsValid;

    private async Task<string> StockAsync(string document, Inputs variables)
    {
        await using var scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<CallerContext>().ResolveAsync(user, default);
        var result = await _stock.ExecuteAsync(
            new ExecutionOptions
            {
                Schema = _schema,
                Query = document,
                Variables = variables,
                RequestServices = scope.ServiceProvider,
                User = user,
                ValidationRules = [.. DocumentValidator.CoreRules, new AuthorizationRule()],
            }
        );
        return _serializer.Serialize(result);
    }

    private async Task<string> OursAsync(string document, Inputs variables)
    {
        await using var scope = services.CreateAsyncScope();
        var result = await services
            .GetRequiredService<GraphQLExecutor>()
            .ExecuteAsync(new GraphQLCall(document, null, variables, null), user, scope.ServiceProvider, queriesOnly: false, default);
        return services.GetRequiredService<ApiSerializer>().Serialize(result);
    }

    private static void Same(string stock, string ours, string document, bool places)
    {
        if (Comparable(stock, places) != Comparable(ours, places))
            Assert.Fail($"{document}\nGraphQL.NET: {stock}\nours:        {ours}");
    }

    /// <summary>
    /// The data to the byte; the errors in one order, since those of fields that come late are in none, and without the ids faults are logged under.
    /// </summary>
    private static string Comparable(string answer, bool places)
    {
        using var json = JsonDocument.Parse(answer);
        return string.Join(
            '\n',
            json.RootElement.EnumerateObject()
                .SelectMany(part =>
                    part.Name == "errors"
                        ? part
                            .Value.EnumerateArray()
                            .Select(error => (places ? FaultId() : FaultIdOrPlaces()).Replace(error.GetRawText(), ""))
                            .Order(StringComparer.Ordinal)
                        : Enumerable.Repeat($"{part.Name}: {part.Value.GetRawText()}", 1)
                )
        );
    }

    [GeneratedRegex("（编号 [0-9a-z]+）")]
    private static partial Regex FaultId();

    [GeneratedRegex("""（编号 [0-9a-z]+）|"locations":\[[^\]]*\],""")]
    private static partial Regex FaultIdOrPlaces();
}
