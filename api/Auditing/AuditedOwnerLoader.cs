using ELearning.Content;

namespace ELearning.Api;

/// <summary>The members an auditor may read of, by their ids alone: what the log tells of others concerns them not.</summary>
internal sealed class AuditedOwnerLoader(MemberRegister register, RequestRights rights) : BatchLoader<string, string>
{
    protected override async Task<IReadOnlyDictionary<string, string>> FetchAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken) =>
        rights.Current.Auditing is { Everywhere: false } scope
            ? (await register.AmongAsync(keys, scope, cancellationToken)).ToDictionary(id => id)
            : keys.ToDictionary(id => id);
}
