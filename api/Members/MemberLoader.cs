using ELearning.Content;

namespace ELearning.Api;

/// <summary>Members as far as they exist for the caller: oneself, and the subtree of one's grants.</summary>
internal sealed class MemberLoader(MemberRegister register, RequestRights rights) : BatchLoader<string, Member>
{
    protected override async Task<IReadOnlyDictionary<string, Member>> FetchAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        var found = await register.FindAsync(keys, cancellationToken);
        return found.Where(pair => rights.Current.Sees(pair.Value)).ToDictionary();
    }
}

/// <summary>What belongs to a member, asked for by its own id: it exists for whoever may see that of the member.</summary>
internal abstract class OwnedLoader<T>(MemberRegister register, RequestRights rights) : BatchLoader<string, T>
{
    protected abstract Task<IReadOnlyDictionary<string, T>> FindAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken);

    protected abstract string OwnerOf(T value);

    protected abstract bool Sees(Rights rights, Member owner);

    protected override async Task<IReadOnlyDictionary<string, T>> FetchAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        var current = rights.Current;
        var found = await FindAsync(keys, cancellationToken);
        string[] others = [.. found.Values.Select(OwnerOf).Where(owner => !current.IsSelf(owner)).Distinct()];
        var owners = others.Length > 0 ? await register.FindAsync(others, cancellationToken) : new Dictionary<string, Member>();
        return found
            .Where(pair => OwnerOf(pair.Value) is var owner && (current.IsSelf(owner) || (owners.TryGetValue(owner, out var member) && Sees(current, member))))
            .ToDictionary();
    }
}
