using ELearning.Content;

namespace ELearning.Tests.Coursewares;

public sealed class SearchRulesTests
{
    private static readonly CoursewareContent Tea = Teaching.Courseware("tea", "茶艺", "m") with
    {
        Summary = "泡",
        Subjects = [Subject.Skill],
        Chapters = [new("one", "水", "m")],
    };

    [Theory]
    [InlineData("茶艺", 1)]
    [InlineData("艺", 1)]
    [InlineData("林", 2)]
    [InlineData("技术", 2)]
    [InlineData("technical*", 2)]
    [InlineData("tech*", 0)]
    [InlineData("泡", 3)]
    [InlineData("水", 3)]
    [InlineData("红船", 4)]
    [InlineData("mongodb*", 4)]
    [InlineData("mongo*", 0)]
    [InlineData("技能艺", 0)]
    public void A_term_has_a_key_at_the_rank_of_the_best_text_it_stands_in_and_at_every_rank_below(string term, int best)
    {
        var keys = SearchRules.KeysOf(Tea, ["林"], ["红船", "茶艺 MongoDB"], 100);
        Assert.Equal(
            SearchRules.Ranks.Where(rank => best > 0 && (int)rank >= best),
            SearchRules.Ranks.Where(rank => keys.Contains(SearchRules.Key(rank, term)))
        );
    }

    [Fact]
    public void Every_key_is_there_once() => Assert.Distinct(SearchRules.KeysOf(Tea, ["林", "茶"], ["茶艺茶艺"], 100));

    [Theory]
    [InlineData(0, "")]
    [InlineData(3, "4一 4二 4三")]
    [InlineData(4, "4一 4二 4三 4一二")]
    public void Of_captions_only_the_first_different_terms_count(int most, string keys)
    {
        var silent = SearchRules.KeysOf(Tea, [], [], 100);
        Assert.Equal(keys, string.Join(' ', SearchRules.KeysOf(Tea, [], ["茶艺一二三"[2..], "四"], most).Except(silent)));
    }
}
