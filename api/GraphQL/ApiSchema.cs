using GraphQL.Types;

namespace ELearning.Api;

/// <summary>Joins what can be read and what can be changed.</summary>
internal sealed class ApiSchema : Schema
{
    public ApiSchema(IServiceProvider services, Query query, Mutation mutation)
        : base(services)
    {
        Description = "The e-learning platform for party members.";
        ScalarTypes.AddTo(this);
        Query = query;
        Mutation = mutation.Fields.Count > 0 ? mutation : null;
    }
}
