using System.ComponentModel;
using System.Reflection;

namespace ELearning.Content;

/// <summary>The kinds of text in which a word of a search is found, best first: a list of results goes through the ranks one after the other.</summary>
internal enum SearchRank
{
    Title = 1,

    /// <summary>Teachers and subjects.</summary>
    Names = 2,

    /// <summary>The summary and the titles of chapters.</summary>
    Summary = 3,

    Captions = 4,
}

/// <summary>
/// The keys a courseware is found by. A key is a rank and a term; it says that the term stands in a text of that rank or a better one. So a courseware that has
/// the keys of all terms of a search at one rank, and not at the rank before, belongs to that rank: one index answers every search, however ranked.
/// </summary>
internal static class SearchRules
{
    /// <summary>
    /// The edition of these rules, counted up when keys are made in another way; entries of an earlier edition are made anew at the next start.
    /// </summary>
    public const int Edition = 1;

    public static IReadOnlyList<SearchRank> Ranks { get; } = Enum.GetValues<SearchRank>();

    public static string Key(SearchRank rank, string term) => (char)('0' + (int)rank) + term;

    public static IEnumerable<string> Keys(SearchRank rank, IEnumerable<string> terms) => terms.Select(term => Key(rank, term));

    /// <param name="teachers">Their names.</param>
    /// <param name="captions">What is said, in the order it is said.</param>
    /// <param name="mostCaptionTerms">Of these only the first so many different terms count.</param>
    public static IReadOnlyList<string> KeysOf(CoursewareContent content, IEnumerable<string> teachers, IEnumerable<string> captions, int mostCaptionTerms)
    {
        var ranked = new List<(SearchRank Rank, string Term)>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        void Add(SearchRank rank, IEnumerable<string> terms) => ranked.AddRange(terms.Where(seen.Add).Select(term => (rank, term)));
        Add(SearchRank.Title, SearchTerms.AsTyped([content.Title], beginnings: true));
        Add(SearchRank.Names, SearchTerms.AsTyped(teachers, beginnings: true).Concat(SearchTerms.AsTyped(content.Subjects.Select(NameOf), beginnings: false)));
        Add(SearchRank.Summary, SearchTerms.AsTyped([content.Summary, .. content.Chapters.Select(chapter => chapter.Title)], beginnings: true));
        Add(SearchRank.Captions, SearchTerms.AsTyped(captions, beginnings: false).Take(mostCaptionTerms));
        // The last rank first: counts look through many entries for its keys, pages through few for the others.
        return [.. Ranks.Reverse().SelectMany(rank => Keys(rank, ranked.Where(entry => entry.Rank <= rank).Select(entry => entry.Term)))];
    }

    /// <summary>The name of a subject in both languages, as the schema shows it.</summary>
    private static string NameOf(Subject subject) => typeof(Subject).GetField(subject.ToString())!.GetCustomAttribute<DescriptionAttribute>()!.Description;
}
