using MongoDB.Driver;

namespace ELearning.Content;

/// <summary>Collection <c>looks</c>: added to, never changed.</summary>
internal sealed class LookStore(ContentDatabase database) : IStore
{
    public static readonly QueryMap<Look> Map = new QueryMap<Look>(look => look.Id)
        .Add<string>("subject", "subject", FilterOperator.Eq | FilterOperator.In, "Who looked.")
        .Add<DateTimeOffset>("at", "at", FilterOperator.Gt | FilterOperator.Gte | FilterOperator.Lt | FilterOperator.Lte, "When.", look => look.At);

    private readonly IMongoCollection<Look> looks = database.Collection<Look>("looks");

    public Task PrepareAsync(CancellationToken cancellationToken) =>
        looks.Indexes.CreateManyAsync([IndexOn<Look>.Keys("-at", "-_id"), IndexOn<Look>.Keys("subject", "-at", "-_id")], cancellationToken);

    public Task AddAsync(Look look, CancellationToken cancellationToken) => looks.InsertOneAsync(look, null, cancellationToken);

    public Task<Page<Look>> ListAsync(Filter? filter, IReadOnlyList<Sort> sorts, PageRequest page, CancellationToken cancellationToken) =>
        Map.PageAsync(looks, new([], filter, sorts, page), cancellationToken);
}
