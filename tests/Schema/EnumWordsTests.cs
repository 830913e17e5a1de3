using System.Text.RegularExpressions;
using GraphQLParser;
using GraphQLParser.AST;

namespace ELearning.Tests.Schemas;

/// <summary>
/// What a page calls the values of an enum in Chinese stands in their descriptions, in 「…」: clients make their words of it, so that a value that is added later
/// has one from the beginning.
/// </summary>
public sealed partial class EnumWordsTests
{
    public static TheoryData<string> Enums => new(All().Select(type => type.Name.StringValue));

    [Theory]
    [MemberData(nameof(Enums))]
    public void Each_value_of_an_enum_has_one_Chinese_word_of_its_own(string name)
    {
        var words = new List<string>();
        foreach (var value in All().Single(type => type.Name.Value == name).Values!)
        {
            var marked = Marked().Matches(value.Description?.Value.ToString() ?? "");
            Assert.True(marked.Count == 1, $"{name}.{value.Name.Value}: say in its description, in 「…」, what it is called in Chinese.");
            words.Add(marked[0].Groups[1].Value);
        }

        Assert.All(words, word => Assert.InRange(word.Length, 1, 12));
        Assert.Equal(words.Distinct(), words);
    }

    private static IEnumerable<GraphQLEnumTypeDefinition> All() =>
        Parser.Parse(RepositoryFile.Read("api/schema.graphql")).Definitions.OfType<GraphQLEnumTypeDefinition>();

    [GeneratedRegex(@"「([\p{IsCJKUnifiedIdeographs}（）、]+)」")]
    private static partial Regex Marked();
}
