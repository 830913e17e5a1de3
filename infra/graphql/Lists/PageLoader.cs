using GraphQL.DataLoader;

namespace ELearning.GraphQL;

/// <summary>A page under each of many parents (a teacher's courseware, a member's sessions): one fetch for each page asked for, however many parents.</summary>
public abstract class PageLoader<TNode> : BatchLoader<(string Owner, PageRequest Page), Page<TNode>>
{
    protected abstract Task<IReadOnlyDictionary<string, Page<TNode>>> FetchAsync(
        IReadOnlyList<string> owners,
        PageRequest page,
        CancellationToken cancellationToken
    );

    public IDataLoaderResult<Page<TNode>> LoadAsync(string owner, PageRequest page) => LoadAsync((owner, page)).Then(found => found ?? Pages.Empty<TNode>());

    protected override async Task<IReadOnlyDictionary<(string Owner, PageRequest Page), Page<TNode>>> FetchAsync(
        IReadOnlyList<(string Owner, PageRequest Page)> keys,
        CancellationToken cancellationToken
    )
    {
        var pages = new Dictionary<(string, PageRequest), Page<TNode>>();
        foreach (var asked in keys.GroupBy(key => key.Page))
        {
            foreach (var (owner, page) in await FetchAsync([.. asked.Select(key => key.Owner)], asked.Key, cancellationToken))
            {
                pages[(owner, asked.Key)] = page;
            }
        }

        return pages;
    }
}

public static class Pages
{
    /// <summary>The page of a parent who has none, or whose entries the caller may not see.</summary>
    public static Page<TNode> Empty<TNode>() => new([], false, false, 0);
}
