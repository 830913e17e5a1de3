using GraphQL.Types;

namespace ELearning.Api;

/// <summary>Joins what can be read, what can be changed and what can be listened to.</summary>
internal sealed class ApiSchema : Schema
{
    public ApiSchema(IServiceProvider services, Query query, Mutation mutation, Subscription subscription)
        : base(services)
    {
        Description = "The e-learning platform for party members.";
        ScalarTypes.AddTo(this, "A day of the school's calendar (Asia/Shanghai): `2026-03-01`.");
        CostDirectives.AddTo(this);
        Query = query;
        Mutation = mutation.Fields.Count > 0 ? mutation : null;
        Subscription = subscription;
    }
}
