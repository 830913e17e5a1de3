using ELearning.Content;

namespace ELearning.Tests;

public sealed class SearchTermsTests
{
    [Theory]
    [InlineData("党的历史", "党的 的历 历史")]
    [InlineData("党", "党")]
    [InlineData("ＡＩ 与党建", "ai 与党 党建")]
    [InlineData("CPC-history，1921", "cpc history 1921")]
    [InlineData("学习Mongo课", "学习 mongo 课")]
    [InlineData("……", "")]
    public void A_query_becomes_pairs_of_neighbours_and_lower_case_words(string search, string terms) =>
        Assert.Equal(terms, string.Join(' ', SearchTerms.Query(search)!.OrderBy(term => search.Normalize(System.Text.NormalizationForm.FormKC).ToLowerInvariant().IndexOf(term, StringComparison.Ordinal))));

    [Fact]
    public void Every_run_of_a_text_finds_the_text()
    {
        var terms = SearchTerms.Of("党的历史：从一艘红船说起", "Red Boat");
        Assert.All(["党", "红船", "的历史", "red", "历史 boat", "船说起"], search => Assert.Subset(terms.ToHashSet(), SearchTerms.Query(search)!.ToHashSet()));
        Assert.DoesNotContain("史从", terms);
    }

    [Fact]
    public void Nothing_asked_is_no_condition_and_broken_text_is_harmless()
    {
        Assert.Null(SearchTerms.Query(" "));
        Assert.Null(SearchTerms.Query(null));
        Assert.NotNull(SearchTerms.Query("\uD800党"));
        Assert.Equal("search", Assert.Throws<ContentError>(() => SearchTerms.Query(new string('党', 201))).Arguments[0]);
    }
}
