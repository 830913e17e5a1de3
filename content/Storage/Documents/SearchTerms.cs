using System.Globalization;
using System.Text;
using MongoDB.Bson;

namespace ELearning.Content;

/// <summary>
/// The terms of a search without a text index: each document has a list of them, and all of a query's terms must be in it. Chinese has no spaces, so runs of it
/// become pairs of neighbours (and single characters, for queries of one); other letters become lower-case words, digits numbers: <c>AI2026</c> is found by
/// <c>AI 2026</c>, and the other way round.
/// </summary>
internal static class SearchTerms
{
    /// <summary>A query is a few words: more terms than these only narrow further.</summary>
    private const int LargestQuery = 24;

    private const int LongestQuery = 200;

    /// <summary>Ends the term of a word that is found by its beginning.</summary>
    private const char Begun = '*';

    /// <summary>The longest beginning that a word is found by: longer than anybody types before the word is found.</summary>
    private const int LongestBeginning = 24;

    private enum Kind
    {
        None,
        Han,
        Letter,
        Digit,
    }

    /// <summary>The terms that a document can be found by.</summary>
    public static IReadOnlyList<string> Of(params IEnumerable<string> texts) =>
        [.. texts.SelectMany(Runs).SelectMany(AllTerms).Distinct(StringComparer.Ordinal)];

    /// <summary>The same for a query whose last word may still be in the making (<see cref="Query"/> with <c>asTyped</c>).</summary>
    /// <param name="beginnings">Each word is found by all its beginnings (<c>Mongo</c> finds <c>MongoDB</c>); without, only when it is typed to its
    /// end.</param>
    public static IEnumerable<string> AsTyped(IEnumerable<string> texts, bool beginnings) =>
        texts
            .SelectMany(Runs)
            .SelectMany(run =>
                AllTerms(run)
                    .Concat(
                        KindOf(run[0]) == Kind.Han ? []
                        : beginnings ? Beginnings(run)
                        : [Beginning(run)]
                    )
            )
            .Distinct(StringComparer.Ordinal);

    /// <summary>The terms of a query, which must all be there; null when nothing is asked.</summary>
    /// <param name="asTyped">The last word is a beginning, of documents whose terms are <see cref="AsTyped"/>; and of a run of Chinese only the pairs side by
    /// side have to be there, which are most often its words: 企业管理 finds 企业经营管理.</param>
    public static IReadOnlyList<string>? Query(string? search, bool asTyped = false)
    {
        if (string.IsNullOrWhiteSpace(search))
            return null;
        if (search.Length > LongestQuery)
            throw ContentError.Invalid("search", InputFault.TooLong, LongestQuery);
        var runs = Runs(search).ToList();
        return
        [
            .. runs.SelectMany(
                    (run, i) =>
                        KindOf(run[0]) == Kind.Han
                            ? run.Count == 1
                                ? AllTerms(run)
                                : Pairs(run).Where((_, at) => !asTyped || at % 2 == 0 || at == run.Count - 2)
                            : asTyped && i == runs.Count - 1
                                ? [Beginning(run)]
                                : AllTerms(run)
                )
                .Distinct(StringComparer.Ordinal)
                .Take(LargestQuery),
        ];
    }

    /// <summary>The condition on a document's <c>terms</c>; a query of nothing but punctuation finds nothing.</summary>
    public static BsonDocument Match(IReadOnlyList<string> terms) =>
        new("terms", terms.Count > 0 ? new BsonDocument("$all", new BsonArray(terms)) : new BsonDocument("$in", new BsonArray()));

    private static IEnumerable<string> AllTerms(List<Rune> run) =>
        KindOf(run[0]) == Kind.Han ? run.Select(rune => rune.ToString()).Concat(Pairs(run)) : [string.Concat(run)];

    private static IEnumerable<string> Pairs(List<Rune> run) => run.Zip(run.Skip(1), (first, second) => first.ToString() + second);

    private static IEnumerable<string> Beginnings(List<Rune> run) =>
        Enumerable.Range(1, Math.Min(run.Count, LongestBeginning)).Select(length => Beginning(run[..length]));

    private static string Beginning(List<Rune> run) => string.Concat(run.Take(LongestBeginning)) + Begun;

    /// <summary>Runs of one kind. Full-width forms are read as plain ones.</summary>
    private static IEnumerable<List<Rune>> Runs(string text)
    {
        var run = new List<Rune>();
        // By way of runes, because half a surrogate pair cannot be normalised.
        var whole = string.Concat(text.EnumerateRunes().Select(rune => rune.ToString()));
        foreach (var rune in whole.Normalize(NormalizationForm.FormKC).ToLowerInvariant().EnumerateRunes())
        {
            // A mark belongs to the letter before it.
            var kind = run.Count > 0 && Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark ? KindOf(run[0]) : KindOf(rune);
            if (run.Count > 0 && kind != KindOf(run[0]))
            {
                yield return run;
                run = [];
            }
            if (kind != Kind.None)
                run.Add(rune);
        }
        if (run.Count > 0)
            yield return run;
    }

    private static Kind KindOf(Rune rune) =>
        rune.Value is (>= 0x3400 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x3FFFF) or 0x3007 ? Kind.Han
        : Rune.IsDigit(rune) ? Kind.Digit
        : Rune.IsLetter(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark ? Kind.Letter
        : Kind.None;
}
