using ELearning.Content;

namespace ELearning.Tests.Coursewares;

public sealed class SearchTermsTests
{
    [Theory]
    [InlineData("党的历史", "党的 的历 历史")]
    [InlineData("党", "党")]
    [InlineData("ＡＩ 与党建", "ai 与党 党建")]
    [InlineData("CPC-history，1921", "cpc history 1921")]
    [InlineData("学习Mongo课", "学习 mongo 课")]
    [InlineData("AI2026年", "ai 2026 年")]
    [InlineData("「党章」、《读本》", "党章 读本")]
    [InlineData("二〇二六", "二〇 〇二 二六")]
    [InlineData("café", "café")]
    [InlineData("……", "")]
    public void A_query_becomes_pairs_of_neighbours_and_lower_case_words(string search, string terms) =>
        Assert.Equal(
            terms,
            string.Join(
                ' ',
                SearchTerms
                    .Query(search)!
                    .OrderBy(term => search.Normalize(System.Text.NormalizationForm.FormKC).ToLowerInvariant().IndexOf(term, StringComparison.Ordinal))
            )
        );

    [Fact]
    public void Every_run_of_a_text_finds_the_text()
    {
        var terms = SearchTerms.Of("党的历史：从一艘红船说起", "Red Boat");
        Assert.All(["党", "红船", "的历史", "red", "历史 boat", "船说起"], search => Assert.Subset(terms.ToHashSet(), SearchTerms.Query(search)!.ToHashSet()));
        Assert.DoesNotContain("史从", terms);
    }

    [Theory]
    [InlineData("mongo", "mongo*")]
    [InlineData("Mongo 党史", "mongo 党史")]
    [InlineData("党史 Mongo", "党史 mongo*")]
    [InlineData("AI20", "ai 20*")]
    [InlineData("企业管理", "企业 管理")]
    [InlineData("共产党", "共产 产党")]
    [InlineData("共产党历史", "共产 党历 历史")]
    [InlineData("supercalifragilisticexpialidocious", "supercalifragilisticexpi*")]
    public void As_typed_the_last_word_is_a_beginning_and_of_Chinese_the_pairs_side_by_side_are_asked_for(string search, string terms) =>
        Assert.Equal(terms.Split(' ').Order(), SearchTerms.Query(search, asTyped: true)!.Order());

    [Fact]
    public void A_word_is_found_by_its_beginnings_or_only_to_its_end()
    {
        Assert.Equal(["党", "ai", "a*", "ai*"], SearchTerms.AsTyped(["党AI"], beginnings: true));
        Assert.Equal(["党", "ai", "ai*"], SearchTerms.AsTyped(["党AI"], beginnings: false));
        Assert.Subset(
            SearchTerms.AsTyped(["Supercalifragilisticexpialidocious"], beginnings: false).ToHashSet(),
            SearchTerms.Query("supercalifragilisticexpialidocious", asTyped: true)!.ToHashSet()
        );
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
