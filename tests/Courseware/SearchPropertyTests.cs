using CsCheck;
using ELearning.Content;

namespace ELearning.Tests.Coursewares;

/// <summary>What the index answers is what reading everything answers: found, ranked, filtered, paged and counted, on random catalogues.</summary>
public sealed class SearchPropertyTests
{
    private static readonly string[] Words = ["党", "史", "茶", "红船", "党史", "AI", "Mongo", "MongoDB", "2026"];

    private static readonly Gen<string> Text = Gen.OneOfConst(Words).Array[0, 4].Select(words => string.Join("", words));

    private static readonly Gen<Courseware> Book =
        from title in Text
        from summary in Text
        from subjects in Gen.OneOfConst(Subject.History, Subject.Law, Subject.Skill).Array[0, 3]
        from origin in Gen.Enum<CoursewareOrigin>()
        from kind in Gen.Enum<CoursewareKind>()
        from audience in Gen.Enum<MemberCategory>().Array[0, 2]
        from age in Gen.Int[0, 5]
        let book = Bookcase.Book("", title, summary, [.. subjects.Distinct()], origin, kind, age)
        select book with
        {
            Content = book.Content with { Audience = [.. audience.Distinct()] },
        };

    private static readonly Gen<Filter?> Where = Gen.OneOf(
        Gen.Const((Filter?)null),
        Gen.Enum<CoursewareOrigin>().Select(origin => (Filter?)new FieldFilter("origin", FilterOperator.Eq, origin)),
        Gen.Enum<MemberCategory>().Select(category => (Filter?)new FieldFilter("audience", FilterOperator.Some, category)),
        Gen.OneOfConst(Subject.History, Subject.Law).Select(subject => (Filter?)new FieldFilter("subjects", FilterOperator.Some, subject))
    );

    private static readonly Gen<(Courseware[] Books, string Search, Filter? Where, int Page)> Case = Gen.Select(
        Book.Array[0, 25],
        Gen.OneOfConst(Words).Array[1, 3],
        Where,
        Gen.Int[1, 7],
        (books, words, where, page) => (books, string.Join(" ", words), where, page)
    );

    [Fact]
    public async Task A_search_finds_ranks_counts_and_pages_as_a_look_at_every_courseware_does() =>
        await Case.SampleAsync(
            async drawn =>
            {
                await using var content = await ContentFixture.StartAsync();
                var books = drawn.Books.Select((book, i) => book with { Content = book.Content with { Id = $"b{i:00}" } }).ToList();
                if (books.Count > 0)
                    await content.FillAsync(books);
                var expected = Ranked(books, drawn.Search, drawn.Where);
                var library = content.Get<CoursewareLibrary>();

                Assert.Equal(expected, await PagesAsync(library, drawn.Search, drawn.Where, drawn.Page, backward: false));
                Assert.Equal(expected, await PagesAsync(library, drawn.Search, drawn.Where, drawn.Page, backward: true));
                var byTitle = await library.ListAsync(drawn.Search, drawn.Where, [new("title", false)], new(100, WithTotal: true), default);
                Assert.Equal(
                    (expected.Count, string.Join(' ', expected.Order())),
                    ((int)byTitle.TotalCount!, string.Join(' ', byTitle.Nodes.Select(book => book.Id).Order()))
                );
                Assert.Equal(byTitle.Nodes.Select(book => book.Content.Title).Order(StringComparer.Ordinal), byTitle.Nodes.Select(book => book.Content.Title));

                SameFacets(books.Where(book => expected.Contains(book.Id)), await library.FacetsAsync(drawn.Search, drawn.Where, default));
                SameFacets(books.Where(book => Wanted(book, drawn.Where)), await library.FacetsAsync(null, drawn.Where, default));
            },
            iter: 30,
            threads: 1
        );

    private static async Task<List<string>> PagesAsync(CoursewareLibrary library, string search, Filter? where, int size, bool backward)
    {
        var found = new List<string>();
        for (string? cursor = null; ; )
        {
            var page = await library.ListAsync(search, where, [], new(size, cursor, backward, WithTotal: true), default);
            found.InsertRange(backward ? 0 : found.Count, page.Nodes.Select(book => book.Id));
            if (!(backward ? page.HasPreviousPage : page.HasNextPage))
            {
                Assert.Equal(found.Count, page.TotalCount);
                return found;
            }
            cursor = page.Edges[backward ? 0 : ^1].Cursor;
        }
    }

    /// <summary>By the words of the page on search alone: where the last word needed stands, the newest first there.</summary>
    private static List<string> Ranked(IEnumerable<Courseware> books, string search, Filter? where) =>
        [
            .. books
                .Where(book => Wanted(book, where))
                .Select(book => (book, Rank: Rank(book, SearchTerms.Query(search, asTyped: true)!)))
                .Where(found => found.Rank is not null)
                .OrderBy(found => found.Rank)
                .ThenByDescending(found => found.book.PublishedAt)
                .ThenByDescending(found => found.book.Id, StringComparer.Ordinal)
                .Select(found => found.book.Id),
        ];

    private static int? Rank(Courseware book, IEnumerable<string> terms)
    {
        var ranks = terms
            .Select(term =>
                Has(book.Content.Title, term) ? 1
                : book.Content.Subjects.Any(subject => subject == Subject.History && term is "党" or "史") ? 2
                : Has(book.Content.Summary, term) ? 3
                : (int?)null
            )
            .ToList();
        return ranks.Contains(null) ? null : ranks.Max();
    }

    private static bool Has(string text, string term) =>
        term.EndsWith('*') ? SearchTerms.Of(text).Any(word => word.StartsWith(term[..^1], StringComparison.Ordinal)) : SearchTerms.Of(text).Contains(term);

    private static bool Wanted(Courseware book, Filter? where) =>
        where switch
        {
            FieldFilter { Field: "origin" } filter => book.Content.Origin == (CoursewareOrigin)filter.Value!,
            FieldFilter { Field: "audience" } filter => book.Content.Audience.Contains((MemberCategory)filter.Value!),
            FieldFilter filter => book.Content.Subjects.Contains((Subject)filter.Value!),
            _ => true,
        };

    private static void SameFacets(IEnumerable<Courseware> books, CoursewareFacets facets)
    {
        var all = books.ToList();
        Same(all.SelectMany(book => book.Content.Subjects), facets.Subjects);
        Same(all.Select(book => book.Content.Origin), facets.Origins);
        Same(all.Select(book => book.Content.Kind), facets.Kinds);
        Same(all.SelectMany(book => book.Content.Audience), facets.Audience);
        static void Same<T>(IEnumerable<T> values, IReadOnlyList<FacetCount<T>> facet)
            where T : notnull
        {
            Assert.Equal(
                values.CountBy(value => value).OrderBy(count => count.Key).Select(count => (count.Key, (long)count.Value)),
                facet.OrderBy(count => count.Value).Select(count => (count.Value, count.Count))
            );
            Assert.Equal(facet.OrderByDescending(count => count.Count).Select(count => count.Count), facet.Select(count => count.Count));
        }
    }
}
