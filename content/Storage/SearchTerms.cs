using System.Globalization;
using System.Text;
using MongoDB.Bson;

namespace ELearning.Content;

/// <summary>
/// Search without a text index: a list of terms per document, all of a query's terms must be in it. Chinese has no spaces, so runs of it become pairs of neighbours
/// (and single characters, for queries of one); other letters and digits become lower-case words.
/// </summary>
internal static class SearchTerms
{
    /// <summary>A query is a few words: more terms than these only narrow further.</summary>
    private const int LargestQuery = 24;

    private const int LongestQuery = 200;

    /// <summary>What a document can be found by.</summary>
    public static IReadOnlyList<string> Of(params IEnumerable<string> texts) => [.. texts.SelectMany(text => Runs(text).SelectMany(AllTerms)).Distinct(StringComparer.Ordinal)];

    /// <summary>What must all be there; null when nothing is asked.</summary>
    public static IReadOnlyList<string>? Query(string? search)
    {
        if (string.IsNullOrWhiteSpace(search)) return null;
        if (search.Length > LongestQuery) throw ContentError.Invalid("search", InputFault.TooLong, LongestQuery);
        return [.. Runs(search).SelectMany(run => IsHan(run[0]) && run.Count > 1 ? Pairs(run) : AllTerms(run)).Distinct(StringComparer.Ordinal).Take(LargestQuery)];
    }

    /// <summary>The condition on a document's <c>terms</c>; a query of nothing but punctuation finds nothing.</summary>
    public static BsonDocument Match(IReadOnlyList<string> terms) => new("terms", terms.Count > 0 ? new BsonDocument("$all", new BsonArray(terms)) : new BsonDocument("$in", new BsonArray()));

    private static IEnumerable<string> AllTerms(List<Rune> run) =>
        IsHan(run[0]) ? run.Select(rune => rune.ToString()).Concat(Pairs(run)) : [string.Concat(run.Select(rune => rune.ToString()))];

    private static IEnumerable<string> Pairs(List<Rune> run) => run.Zip(run.Skip(1), (first, second) => first.ToString() + second);

    /// <summary>Runs of one kind: Chinese characters, or letters and digits of other scripts. Full-width forms are read as plain ones.</summary>
    private static IEnumerable<List<Rune>> Runs(string text)
    {
        var run = new List<Rune>();
        // By way of runes, because half a surrogate pair cannot be normalised.
        var whole = string.Concat(text.EnumerateRunes().Select(rune => rune.ToString()));
        foreach (var rune in whole.Normalize(NormalizationForm.FormKC).ToLowerInvariant().EnumerateRunes())
        {
            var belongs = Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark;
            if (run.Count > 0 && (!belongs || IsHan(run[0]) != IsHan(rune)))
            {
                yield return run;
                run = [];
            }
            if (belongs) run.Add(rune);
        }
        if (run.Count > 0) yield return run;
    }

    private static bool IsHan(Rune rune) => rune.Value is (>= 0x3400 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x3FFFF) or 0x3007;
}
