using ELearning.Content;

namespace ELearning.Api;

internal sealed class TeacherLoader(TeacherPool pool) : BatchLoader<string, Teacher>
{
    protected override Task<IReadOnlyDictionary<string, Teacher>> FetchAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken) =>
        pool.FindAsync(keys, cancellationToken);
}
