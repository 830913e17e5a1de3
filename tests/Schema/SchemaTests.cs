using System.Text.RegularExpressions;
using ELearning.Api;
using GraphQL.Types;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ELearning.Tests.Schemas;

/// <summary>The public API as text: a change of it is a diff that a person reads.</summary>
public sealed partial class SchemaTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection()
        .AddLogging()
        .AddSingleton<Query>()
        .AddSingleton<Mutation>()
        .AddServerOf<ApiSchema>(new ConfigurationBuilder().Build(), isDevelopment: true)
        .BuildServiceProvider();

    public void Dispose() => _services.Dispose();

    [Fact]
    public void The_schema_that_is_served_is_the_one_in_the_repository() =>
        RepositoryFile.Match("api/schema.graphql", GraphQLEndpoint.TextOf(_services.GetRequiredService<ISchema>()));

    [Fact]
    public void The_catalogue_of_errors_holds_every_code_with_what_to_do()
    {
        Assert.Empty(ErrorCatalogue.WithoutGuide());
        Assert.Empty(ErrorCatalogue.WithoutText());
        RepositoryFile.Match(ErrorCatalogue.File, ErrorCatalogue.Write());
    }

    [Fact]
    public void Every_code_that_a_request_is_refused_with_is_in_the_catalogue()
    {
        var named = new[] { "api", "infra/graphql" }
            .SelectMany(folder => Directory.EnumerateFiles(RepositoryFile.PathOf(folder), "*.cs", SearchOption.AllDirectories))
            .SelectMany(file => Refusal().Matches(File.ReadAllText(file)))
            .Select(match => match.Groups[1].Value)
            .ToHashSet();
        Assert.Superset(new HashSet<string> { "PAGE_SIZE", "REQUEST_TOO_LARGE", "MEDIA_LINK_EXPIRED", "UNAUTHENTICATED" }, named);
        Assert.Empty(named.Except(ErrorCatalogue.Codes));
    }

    [Theory]
    [InlineData("{ nothing }", "FIELDS_ON_CORRECT_TYPE")]
    [InlineData("{ ...F }", "KNOWN_FRAGMENT_NAMES")]
    [InlineData("query($x: Int) { __typename }", "NO_UNUSED_VARIABLES")]
    [InlineData("query A { __typename } query B { __typename }", "NO_OPERATION_NAME")]
    public async Task Findings_in_a_document_come_with_the_codes_of_the_catalogue(string document, string code)
    {
        using var tiny = new TinyHost();
        Assert.Equal(code, (await tiny.AnswerAsync(document)).Code());
        Assert.Contains($"| `{code}` |", RepositoryFile.Read(ErrorCatalogue.File), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_differs_is_told_by_its_first_line()
    {
        Assert.Null(RepositoryFile.FirstDifference("a\nb\n", "a\nb\n"));
        Assert.Equal("Line 2\n- b\n+ c", RepositoryFile.FirstDifference("a\nb\n", "a\nc\n"));
        Assert.Equal("Line 1\n- \n+ a", RepositoryFile.FirstDifference("", "a\n"));
        Assert.Equal("Line 3\n- c\n+ ", RepositoryFile.FirstDifference("a\nb\nc\n", "a\nb\n"));
    }

    /// <summary>A code in quotes where a refusal is made.</summary>
    [GeneratedRegex(@"\b(?:RequestFault|HttpFault|Refuse|Of|new)\((?:[^;""]*?, )?""([A-Z]{3,}(?:_[A-Z]+)*)""")]
    private static partial Regex Refusal();
}
