using System.Security.Cryptography;

namespace ELearning.Content;

/// <summary>
/// How people join their member record by themselves: whoever keeps the register has codes made and hands them out, and whoever signs in with a number and its
/// code is that member from then on.
/// </summary>
public sealed class Activation
{
    /// <summary>How many codes one call makes; a sheet of letters.</summary>
    public const int MostAtOnce = 500;

    internal const int MostTries = 5;

    /// <summary>Without I, L, O and U: none is taken for 1 or 0, and no word comes about.</summary>
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private const int CodeLength = 10;

    internal static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    private readonly ActivationCodeStore _store;
    private readonly MemberRegister _register;
    private readonly EvidenceHashes _hashes;
    private readonly TimeProvider _time;

    internal Activation(ActivationCodeStore store, MemberRegister register, EvidenceHashes hashes, TimeProvider time) =>
        (_store, _register, _hashes, _time) = (store, register, hashes, time);

    /// <summary>Makes a code for each of the members who has no sign-in yet; a code made before for one of them is void from now on.</summary>
    /// <returns>The codes, which nobody can read again.</returns>
    public async Task<IReadOnlyList<IssuedCode>> IssueAsync(IReadOnlyList<Member> members, Actor by, CancellationToken cancellationToken)
    {
        var expires = SchoolTime.Now(_time) + Lifetime;
        var issued = new List<IssuedCode>();
        foreach (var member in members.Where(member => member.Identity is null && !member.HasLeftBy(SchoolTime.Today(_time))))
        {
            var code = RandomNumberGenerator.GetString(Alphabet, CodeLength);
            await _store.PutAsync(new(member.Id, HashOf(member.Id, code), by.Subject, expires), cancellationToken);
            issued.Add(new(member, $"{code[..(CodeLength / 2)]}-{code[(CodeLength / 2)..]}", expires));
        }
        return issued;
    }

    /// <summary>Those of the members who have a code in their hands that can still be used.</summary>
    public Task<IReadOnlySet<string>> LiveAsync(IReadOnlyCollection<string> memberIds, CancellationToken cancellationToken) =>
        _store.LiveAsync(memberIds, _time.GetUtcNow(), MostTries, cancellationToken);

    /// <summary>
    /// Joins the caller's sign-in to the member with this number. A number nobody has, a wrong code and one that is used up are one and the same refusal, so
    /// that nobody learns of members by trying.
    /// </summary>
    public async Task<Member> ActivateAsync(string number, string code, Actor by, CancellationToken cancellationToken)
    {
        InputChecks.Text("number", number, 100);
        InputChecks.Text("code", code, 100);
        var member = await _register.FindByNumberAsync(number, cancellationToken);
        var stored = member is null ? null : await _store.FindAsync(member.Id, cancellationToken);
        if (member is null || stored is null || stored.ExpiresAt <= _time.GetUtcNow() || (stored.UsedBy is not null && stored.UsedBy != by.Subject))
            throw new ContentError(ContentErrorCode.ActivationRefused);
        if (member.Identity == by.Subject)
            return member;
        if (!await _store.TryAsync(member.Id, MostTries, cancellationToken) || !Matches(stored, code))
            throw new ContentError(ContentErrorCode.ActivationRefused);
        if (by.MemberId is not null || await _register.FindByIdentityAsync(by.Subject, cancellationToken) is not null)
            throw new ContentError(ContentErrorCode.IdentityTaken);
        if (!await _store.UseAsync(stored, by.Subject, cancellationToken))
            throw new ContentError(ContentErrorCode.ActivationRefused);
        try
        {
            // Whoever had the code made vouches for it.
            return await _register.LinkIdentityAsync(new(member.Id, by.Subject), new(stored.IssuedBy, null), mayReplace: false, cancellationToken);
        }
        catch (ContentError)
        {
            await _store.GiveBackAsync(member.Id, by.Subject, cancellationToken);
            throw;
        }
    }

    private bool Matches(ActivationCode stored, string code) =>
        CryptographicOperations.FixedTimeEquals(
            Convert.FromHexString(stored.Hash),
            Convert.FromHexString(HashOf(stored.Id, new string([.. RegisterRules.Key(code).Where(char.IsAsciiLetterOrDigit)])))
        );

    private string HashOf(string memberId, string code) => _hashes.Of("activation", $"{memberId}\n{code}");
}
