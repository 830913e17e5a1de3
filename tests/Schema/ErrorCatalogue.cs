using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using ELearning.Api;
using ELearning.Content;
using GraphQL.Execution;
using GraphQL.Validation;
using GraphQL.Validation.Errors;
using GraphQL.Validation.Errors.Custom;

namespace ELearning.Tests.Schemas;

/// <summary>
/// api/ERRORS.md: every code the API answers with, out of <c>ErrorTexts.json</c>, <see cref="ContentErrorCode"/>, the engine's own findings, and
/// <c>error-guide.json</c>, which says where a code comes and what to do.
/// </summary>
internal static class ErrorCatalogue
{
    public const string File = "api/ERRORS.md";
    private const string Guide = "tests/Schema/error-guide.json";
    private const string InPayload = "payload";

    private static readonly Type[] GivenOurs =
    [
        typeof(InvalidLiteralError),
        typeof(ArgumentsOfCorrectTypeError),
        typeof(InvalidVariableError),
        typeof(InvalidValueError),
        typeof(SyntaxError),
        typeof(ComplexityError),
    ];

    /// <summary>The codes with texts, those of the domain first to last as declared.</summary>
    public static IReadOnlyList<string> Codes { get; } = [.. Texts().Keys.Where(IsCode)];

    public static IReadOnlyList<string> WithoutGuide() => [.. Codes.Except(Guides().Keys)];

    /// <summary>What the guide tells of that is not there any more.</summary>
    public static IReadOnlyList<string> WithoutText() => [.. Guides().Keys.Except(Codes)];

    public static string Write()
    {
        var (texts, guides) = (Texts(), Guides());
        var domain = Enum.GetValues<ContentErrorCode>().ToDictionary(ErrorTexts.CodeOf);
        var text = new StringBuilder(
            """
            # Error codes

            Made from the product; a test fails where it is not up to date. Codes never change; texts follow `Accept-Language` (zh-CN unless English is asked for), so programs decide
            by the code.

            - **payload**: an expected failure, in the `errors` of a mutation's payload, with HTTP 200. Its type is the code's name with `Error`, such as `NotFoundError`; one that a mutation
              does not list comes as `RefusedError`, with its real code.
            - **top-level**: in the `errors` of the answer, as `extensions.code`. The status is the one named where the client accepts `application/graphql-response+json`; as `application/json` some are 200.
            - **a number** alone is the HTTP status of a request that was refused before it was executed; `/media` and `/uploads` answer `application/problem+json` with the same `code`.

            ## Failures of the domain

            | code | where | meaning | what to do | English | 中文 |
            |---|---|---|---|---|---|

            """
        );
        foreach (var (code, value) in domain)
        {
            Row(
                code,
                guides[code].Where ?? InPayload,
                ContentErrors.Instance.DescriptionOf(value.ToString()),
                guides[code].Mend,
                texts[code]["en"],
                texts[code]["zh"]
            );
        }

        text.Append(
            """

            `INVALID_INPUT` names one of these:

            | English | 中文 |
            |---|---|

            """
        );
        foreach (var fault in Enum.GetNames<InputFault>())
        {
            Row(texts[$"InputFault.{fault}"]["en"], texts[$"InputFault.{fault}"]["zh"]);
        }

        text.Append(
            """

            ## Faults of the request

            | code | where | what to do | English | 中文 |
            |---|---|---|---|---|

            """
        );
        foreach (var code in Codes.Where(code => !domain.ContainsKey(code)).Order(StringComparer.Ordinal))
        {
            Row(
                code,
                guides[code].Where ?? throw new InvalidOperationException($"{Guide} does not say where {code} comes."),
                guides[code].Mend,
                texts[code]["en"],
                texts[code]["zh"]
            );
        }

        text.Append(
            """

            ## Findings in a document

            Top-level, 400: the document does not go with the schema or the [specification](https://spec.graphql.org/October2021/), in the section named.

            | code | section |
            |---|---|

            """
        );
        foreach (var (code, section) in Findings())
        {
            Row(code, section);
        }
        return text.ToString();

        void Row(params IEnumerable<string> cells) =>
            text.Append("| ")
                .AppendJoin(" | ", cells.Select((cell, at) => at == 0 && IsCode(cell) ? $"`{cell}`" : cell.Replace("|", "\\|", StringComparison.Ordinal)))
                .Append(" |\n");
    }

    /// <summary>
    /// The engine's errors keep its codes, except those that <see cref="GraphQLErrors"/> gives ours; what an operation costs is reckoned by us.
    /// </summary>
    private static IEnumerable<(string Code, string Section)> Findings() =>
        from type in typeof(ValidationError).Assembly.GetTypes()
        where type is { IsPublic: true, IsAbstract: false, Namespace: "GraphQL.Validation.Errors" or "GraphQL.Validation.Errors.Custom" or "GraphQL.Execution" }
        where type.IsSubclassOf(typeof(ValidationError)) || type.IsSubclassOf(typeof(DocumentError))
        where !GivenOurs.Any(ours => ours.IsAssignableFrom(type))
        orderby type.Name
        select (
            Regex.Replace(ErrorInfoProvider.GetErrorCode(type), "_ERROR$", ""),
            type.GetField("NUMBER", BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public)?.GetRawConstantValue() as string ?? "–"
        );

    private static bool IsCode(string key) => key.All(letter => char.IsAsciiLetterUpper(letter) || letter == '_');

    private static Dictionary<string, Dictionary<string, string>> Texts() =>
        new[] { "infra/graphql/Contracts/FaultTexts.json", "api/Schema/ErrorTexts.json" }
            .SelectMany(Json<Dictionary<string, Dictionary<string, string>>>)
            .ToDictionary();

    private static Dictionary<string, Entry> Guides() => Json<Dictionary<string, Entry>>(Guide);

    private static T Json<T>(string path) => JsonSerializer.Deserialize<T>(RepositoryFile.Read(path), JsonSerializerOptions.Web)!;

    private sealed record Entry(string? Where, string Mend);
}
