using System.Globalization;
using System.Text;

namespace ELearning.Content;

/// <summary>
/// The rules of how much training fits on a day; pure. Room is taken before a claim is stored, under an id that is known beforehand; so a crash leaves at worst
/// room that nobody uses, which <see cref="Mended"/> gives back when somebody else needs it.
/// </summary>
internal static class TrainingDayRules
{
    /// <summary>Sources kept of a member and year: many more than anybody has, few enough for one document.</summary>
    public const int MostSources = 1000;

    /// <summary>After this time room that was taken for a claim is given back where the claim was never stored: no call lives as long.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    public static string IdOf(string memberId, int year) => string.Create(CultureInfo.InvariantCulture, $"{memberId}/{year}");

    public static CreditSource SourceOf(CreditClaim claim) => new(CreditSourceKind.Claim, claim.Id);

    /// <summary>What a claim takes from a revision of it on.</summary>
    public static TakenShare ShareOf(CreditClaim claim, int revision, DateTimeOffset at) => new(revision, [claim.Span], MarkOf(claim), at);

    /// <summary>The same for claims of the same form and title, however the title is spaced and whichever width its letters have.</summary>
    public static string MarkOf(CreditClaim claim)
    {
        var plain = claim.Title.Normalize(NormalizationForm.FormKC).Where(letter => !char.IsWhiteSpace(letter)).ToArray();
        return Ids.From("training", claim.Form.ToString(), new string(plain).ToUpperInvariant());
    }

    /// <summary>The seconds taken of a day.</summary>
    /// <param name="but">A source that is not counted.</param>
    public static long SecondsOn(TrainingYear year, DateOnly day, CreditSource? but = null) =>
        year.Taken.Where(taken => taken.Source != but).Sum(taken => SecondsOn(taken, day));

    /// <summary>Adds a share to what a source takes, where it fits.</summary>
    /// <param name="ceiling">Seconds that fit on a day.</param>
    public static Taking Take(TrainingYear year, CreditSource source, TakenShare share, Func<DateOnly, long> ceiling)
    {
        var own = year.Taken.FirstOrDefault(taken => taken.Source == source);
        if (own is null && year.Taken.Count >= MostSources)
            return new(year, null, TooMany: true);
        var seen = new HashSet<DateOnly>();
        foreach (var day in share.Spans.SelectMany(span => span.Days()).Where(seen.Add))
        {
            var wanted = SecondsOn(share, day);
            // What is no more than the source has already was taken when it fitted, or before anybody counted.
            if (own is not null && wanted <= SecondsOn(own, day))
                continue;
            var left = ceiling(day) - SecondsOn(year, day, source);
            if (wanted > left)
                return new(year, new(day, (int)Math.Max(0, left), ceiling(day)));
        }
        var shares = (own?.Shares ?? []).Where(other => other.Revision != share.Revision || !IsSame(other, share)).Append(share);
        return new(With(year, new(source, [.. shares])), null);
    }

    /// <summary>
    /// What a source takes once its version is known: shares of other days that it had before, or would have had in this version, are given back; those of
    /// versions to come stay, for somebody may be about to store one.
    /// </summary>
    public static TrainingYear Settle(TrainingYear year, CreditSource source, int version, DaySpan? span, DateTimeOffset? forgotten = null)
    {
        if (year.Taken.FirstOrDefault(taken => taken.Source == source) is not { } own)
            return year;
        var standing = span is null
            ? null
            : own.Shares.Where(share => share.Revision <= version && share.Spans.SequenceEqual([span])).MaxBy(share => share.Revision);
        List<TakenShare> kept = [.. own.Shares.Where(share => share.Revision > version ? forgotten is null || share.At > forgotten : share == standing)];
        return kept.Count == own.Shares.Count ? year
            : kept.Count == 0 ? Without(year, source)
            : With(year, own with { Shares = kept });
    }

    /// <summary>The year without what a source takes.</summary>
    public static TrainingYear Without(TrainingYear year, CreditSource source) =>
        year.Taken.Any(taken => taken.Source == source) ? year with { Taken = [.. year.Taken.Where(taken => taken.Source != source)] } : year;

    /// <summary>
    /// The year without the room that nobody uses: of claims that were rejected, withdrawn, reversed or never stored, and of other days than theirs.
    /// </summary>
    /// <param name="claims">The claims that the year names, by id, as they are now; one that is not there was not stored.</param>
    /// <param name="reversed">Claims whose credit was taken back.</param>
    public static TrainingYear Mended(TrainingYear year, IReadOnlyDictionary<string, CreditClaim> claims, IReadOnlySet<string> reversed, DateTimeOffset now)
    {
        foreach (var source in year.Taken.Select(taken => taken.Source).Where(source => source.Kind == CreditSourceKind.Claim).ToList())
        {
            year = claims.TryGetValue(source.Id, out var claim)
                ? Takes(claim) && !reversed.Contains(claim.Id)
                    ? Settle(year, source, claim.Version, claim.Span, now - Patience)
                    : Without(year, source)
                : Settle(year, source, 0, null, now - Patience);
        }
        return year;
    }

    /// <summary>
    /// The document of a year in which nobody counted yet: what was approved stays as it is, were it more than fits; what waits has room in the order in which
    /// it was claimed, as far as there is any.
    /// </summary>
    public static TrainingYear Begin(string memberId, int year, IReadOnlyCollection<CreditClaim> claims, Func<DateOnly, long> ceiling)
    {
        var begun = new TrainingYear
        {
            Id = IdOf(memberId, year),
            MemberId = memberId,
            Year = year,
            Taken =
            [
                .. claims
                    .Where(claim => claim.Status == ClaimStatus.Approved)
                    .Select(claim => new TakenTime(SourceOf(claim), [ShareOf(claim, claim.Version, claim.ClaimedAt)])),
            ],
        };
        return claims
            .Where(claim => claim.Status == ClaimStatus.Pending)
            .OrderBy(claim => claim.ClaimedAt)
            .ThenBy(claim => claim.Id, StringComparer.Ordinal)
            .Aggregate(begun, (so, claim) => Take(so, SourceOf(claim), ShareOf(claim, claim.Version, claim.ClaimedAt), ceiling).Year);
    }

    /// <summary>The source of the same form and title that overlaps and was there first; null where there is none.</summary>
    public static CreditSource? LikelyDouble(TrainingYear year, CreditSource source, TakenShare share) =>
        year
            .Taken.Where(taken => taken.Source != source)
            .SelectMany(taken => taken.Shares, (taken, other) => (taken.Source, Share: other))
            .Where(other => other.Share.Mark == share.Mark && other.Share.Spans.Any(span => share.Spans.Any(span.Overlaps)))
            .OrderBy(other => other.Share.At)
            .ThenBy(other => other.Source.Id, StringComparer.Ordinal)
            .Select(other => other.Source)
            .FirstOrDefault();

    private static bool Takes(CreditClaim claim) => claim.Status is ClaimStatus.Pending or ClaimStatus.Approved;

    private static long SecondsOn(TakenTime taken, DateOnly day) => taken.Shares.Max(share => SecondsOn(share, day));

    private static long SecondsOn(TakenShare share, DateOnly day) => share.Spans.Sum(span => (long)span.SecondsOn(day));

    private static bool IsSame(TakenShare one, TakenShare other) => one.Spans.SequenceEqual(other.Spans);

    private static TrainingYear With(TrainingYear year, TakenTime taken) =>
        year.Taken.Any(other => other.Source == taken.Source)
            ? year with
            {
                Taken = [.. year.Taken.Select(other => other.Source == taken.Source ? taken : other)],
            }
            : year with
            {
                Taken = [.. year.Taken, taken],
            };
}

/// <summary>What became of the wish to take some of the days.</summary>
/// <param name="Full">The first day on which it does not fit; null where it fits.</param>
/// <param name="TooMany">Whether the year holds as many sources as it may.</param>
internal sealed record Taking(TrainingYear Year, FullDay? Full, bool TooMany = false)
{
    public bool Fits => Full is null && !TooMany;
}

/// <summary>A day on which something does not fit.</summary>
/// <param name="LeftSeconds">What would fit.</param>
/// <param name="Ceiling">Seconds that fit on it altogether.</param>
internal sealed record FullDay(DateOnly Day, int LeftSeconds, long Ceiling);
