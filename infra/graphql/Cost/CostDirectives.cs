using GraphQL.Types;
using GraphQLParser.AST;

namespace ELearning.GraphQL;

/// <summary><c>@cost</c> and <c>@listSize</c>, by which the schema publishes what its fields cost; see <see cref="FieldCosts"/>.</summary>
public static class CostDirectives
{
    public static void AddTo(Schema schema)
    {
        schema.Directives.Register(
            new Directive("cost", DirectiveLocation.FieldDefinition)
            {
                Description =
                    $"What asking for the field costs, once for each entry of a list; what is selected below comes on top. Without it an object costs "
                    + $"{FieldCosts.OfObject}, a scalar or enum {FieldCosts.OfLeaf}.",
                Arguments = new QueryArguments(new QueryArgument<NonNullGraphType<StringGraphType>> { Name = "weight", Description = "A decimal number." }),
            }
        );
        schema.Directives.Register(
            new Directive("listSize", DirectiveLocation.FieldDefinition)
            {
                Description = $"How many entries a list of objects is taken to have when its cost is reckoned. Without it {FieldCosts.UsualEntries}.",
                Arguments = new QueryArguments(
                    new QueryArgument<IntGraphType> { Name = "assumedSize", Description = "So many, where no argument says." },
                    new QueryArgument<ListGraphType<NonNullGraphType<StringGraphType>>>
                    {
                        Name = "slicingArguments",
                        Description = "As many as this argument says, or as it has entries itself.",
                    },
                    new QueryArgument<ListGraphType<NonNullGraphType<StringGraphType>>>
                    {
                        Name = "sizedFields",
                        Description = "It is these fields of the answer that are the list; without it the field itself.",
                    },
                    new QueryArgument<BooleanGraphType>
                    {
                        Name = "requireOneSlicingArgument",
                        Description = "Whether one of them has to be given.",
                        DefaultValue = true,
                    }
                ),
            }
        );
    }
}
