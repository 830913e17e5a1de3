using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ELearning.Content;

/// <summary>
/// The hash that binds a member's entries: SHA-256, lower-case hex, over the UTF-8 of the line <c>elearning-credit-1</c> followed by these fields in this order, one a line:
/// id, memberId, number, form, seconds, earnedOn, source kind, source id, coursewareId, coursewareVersion, venueLevel, title, policy id, policy version, seconds per hour,
/// postedAt (Unix milliseconds), postedBy, reverses, reason, previousHash. A field is its UTF-8 length, a colon and its text (enum names as in the code, days yyyy-MM-dd,
/// numbers invariant); an absent one is a hyphen. The length in front keeps any text from posing as two fields.
/// </summary>
internal static class LedgerChain
{
    public static string HashOf(Credit credit)
    {
        var form = new StringBuilder("elearning-credit-1\n");
        void Field(object? value)
        {
            var text = value switch
            {
                null => null,
                DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                DateTimeOffset instant => instant.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
                Enum name => name.ToString(),
                IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
                _ => value.ToString(),
            };
            form.Append(text is null ? "-" : string.Create(CultureInfo.InvariantCulture, $"{Encoding.UTF8.GetByteCount(text)}:{text}")).Append('\n');
        }

        Field(credit.Id);
        Field(credit.MemberId);
        Field(credit.Number);
        Field(credit.Form);
        Field(credit.Seconds);
        Field(credit.EarnedOn);
        Field(credit.Source.Kind);
        Field(credit.Source.Id);
        Field(credit.CoursewareId);
        Field(credit.CoursewareVersion);
        Field(credit.VenueLevel);
        Field(credit.Title);
        Field(credit.Policy.Id);
        Field(credit.Policy.Version);
        Field(credit.Policy.SecondsPerHour);
        Field(credit.PostedAt);
        Field(credit.PostedBy);
        Field(credit.Reverses);
        Field(credit.Reason);
        Field(credit.PreviousHash);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(form.ToString())));
    }

    /// <summary>The number of the first entry that is missing, moved or changed; null when the ledger is whole.</summary>
    /// <param name="entries">All of one member, by number.</param>
    public static int? FirstBreak(IReadOnlyList<Credit> entries)
    {
        string? previous = null;
        for (var i = 0; i < entries.Count; i++)
        {
            if (entries[i].Number != i + 1 || entries[i].PreviousHash != previous || entries[i].Hash != HashOf(entries[i]))
                return i + 1;
            previous = entries[i].Hash;
        }
        return null;
    }

    /// <summary>The entry that follows <paramref name="last"/>.</summary>
    public static Credit Next(NewCredit credit, Credit? last, PolicyReference policy, DateTimeOffset postedAt)
    {
        var entry = new Credit
        {
            Id = credit.Id,
            MemberId = credit.MemberId,
            Number = (last?.Number ?? 0) + 1,
            Form = credit.Form,
            Seconds = credit.Seconds,
            EarnedOn = credit.EarnedOn,
            Source = credit.Source,
            CoursewareId = credit.CoursewareId,
            CoursewareVersion = credit.CoursewareVersion,
            VenueLevel = credit.VenueLevel,
            Title = credit.Title,
            Policy = policy,
            // The database keeps milliseconds; the hash must not rest on more.
            PostedAt = DateTimeOffset.FromUnixTimeMilliseconds(postedAt.ToUnixTimeMilliseconds()),
            PostedBy = credit.PostedBy,
            Reverses = credit.Reverses,
            Reason = credit.Reason,
            PreviousHash = last?.Hash,
            Hash = "",
        };
        return entry with { Hash = HashOf(entry) };
    }
}
