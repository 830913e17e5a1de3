using System.Globalization;
using System.Text.RegularExpressions;
using ELearning.Api;
using GraphQL.Types;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ELearning.Tests.Schemas;

/// <summary>
/// What holds for every type of the product's schema. It is built without content: a graph type that takes a service in its constructor fails here.
/// </summary>
public sealed partial class ApiSchemaTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection()
        .AddLogging()
        .AddServerOf<ApiSchema>(new ConfigurationBuilder().Build(), isDevelopment: true)
        .BuildServiceProvider();

    public void Dispose() => _services.Dispose();

    [Fact]
    public void Everything_has_a_description()
    {
        using var tiny = new TinyHost();
        Assert.Empty(Undescribed(tiny.Schema));
        Assert.Empty(Undescribed(_services.GetRequiredService<ISchema>()));
    }

    [Fact]
    public void What_is_deprecated_says_until_when_and_so_does_the_changelog() =>
        Assert.Empty(Undated(_services.GetRequiredService<ISchema>(), RepositoryFile.Read(Changelog.File)));

    [Theory]
    [InlineData("Use length until 2027-06-30", "- `Query.size`: until 2027-06-30", true)]
    [InlineData("Use length.", "- `Query.size`: until 2027-06-30", false)]
    [InlineData("Use length until 2027-06-31", "- `Query.size`: until 2027-06-31", false)]
    [InlineData("Use length until 2027-06-30", "- `Query.size`: until 2027-07-30", false)]
    [InlineData("Use length until 2027-06-30", "- `Query.length`: until 2027-06-30", false)]
    public void A_deprecation_without_a_day_or_that_the_changelog_does_not_tell_is_found(string reason, string changelog, bool dated)
    {
        var schema = Schema.For($"type Query {{ size: Int @deprecated(reason: \"{reason}\") length: Int }}");
        Assert.Equal(dated ? [] : ["Query.size"], Undated(schema, changelog));
    }

    private static IEnumerable<string> Undescribed(ISchema schema) =>
        SchemaMembers.Of(schema).Where(member => string.IsNullOrWhiteSpace(member.Member.Description)).Select(member => member.Name);

    private static IEnumerable<string> Undated(ISchema schema, string changelog) =>
        from member in SchemaMembers.Of(schema)
        let reason = (member.Member as IProvideDeprecationReason)?.DeprecationReason
        where
            reason is not null
            && !(Day(reason) is { } day && Changelog.LinesNaming(changelog, member.Name).Any(line => line.Contains(day, StringComparison.Ordinal)))
        select member.Name;

    private static string? Day(string reason) =>
        Until().Match(reason) is { Success: true } match
        && DateOnly.TryParseExact(match.Groups[1].Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
            ? match.Groups[1].Value
            : null;

    [GeneratedRegex(@"\buntil (\d{4}-\d{2}-\d{2})\b")]
    private static partial Regex Until();
}
