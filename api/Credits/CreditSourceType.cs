using ELearning.Content;
using GraphQL.DataLoader;
using GraphQL.Types;

namespace ELearning.Api;

internal sealed class CreditSourceType : UnionGraphType
{
    public CreditSourceType()
    {
        Description = "What a credit rests on.";
        Type<StudySessionType>();
        Type<CreditClaimType>();
        Type<CreditBatchType>();
        Type<CreditReversalType>();
    }
}

/// <summary>A batch of credits taken over from elsewhere.</summary>
internal sealed record CreditBatch(string Id, string? Title);

internal sealed class CreditBatchType : ObjectType<CreditBatch>
{
    public CreditBatchType()
        : base("A batch of credits taken over from records kept elsewhere.")
    {
        Field<NonNullGraphType<StringGraphType>>("batch").Description("Name of the batch.").From(source => source.Id);
        Field(x => x.Title, nullable: true).Description("What the credit was for.");
    }
}

/// <summary>The act of reversing, as the entry that did it tells.</summary>
internal sealed record CreditReversal(Credit Entry);

internal sealed class CreditReversalType : ObjectType<CreditReversal>
{
    public CreditReversalType()
        : base("The reversal of another credit.")
    {
        Field<CreditType, IDataLoaderResult<Credit?>>("credit")
            .Description("The credit that was reversed.")
            .Resolve(ctx => ctx.Source.Entry.Reverses is { } reversed ? ctx.Loader<CreditLoader>().LoadAsync(reversed) : LoaderResults.Ready<Credit?>(null));
        Field<StringGraphType>("reason").Description("Why.").From(source => source.Entry.Reason);
    }
}
