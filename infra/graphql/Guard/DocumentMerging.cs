using GraphQLParser;
using GraphQLParser.AST;

namespace ELearning.GraphQL;

/// <summary>
/// Fields of the same name in one place are one field of the answer; validation compares each of them with each of the others, and everything below them
/// likewise. This goes over the document as it will be merged, every field once for each time it is spread out, which has been measured before.
/// </summary>
internal sealed class DocumentMerging(GraphQLLimits limits, Dictionary<string, GraphQLFragmentDefinition> fragments)
{
    /// <param name="sets">The selection sets of one field of the answer.</param>
    public void Check(IReadOnlyList<GraphQLSelectionSet> sets)
    {
        var places = new Dictionary<ROM, Place>(sets[0].Selections.Count);
        foreach (var set in sets)
        {
            Add(set, places);
        }

        foreach (var (_, place) in places)
        {
            DocumentGuard.Hold(place.Times, limits.Repetitions, "repetitions of a field");
            if (place.Below is { } below)
                Check(below);
        }
    }

    private void Add(GraphQLSelectionSet set, Dictionary<ROM, Place> places)
    {
        foreach (var selection in set.Selections)
        {
            switch (selection)
            {
                case GraphQLField field:
                    var name = (field.Alias?.Name ?? field.Name).Value;
                    if (!places.TryGetValue(name, out var place))
                        places[name] = place = new Place();
                    place.Times++;
                    if (field.SelectionSet is { } below)
                        (place.Below ??= []).Add(below);
                    break;
                case GraphQLInlineFragment inline:
                    Add(inline.SelectionSet, places);
                    break;
                case GraphQLFragmentSpread spread when fragments.TryGetValue(spread.FragmentName.Name.StringValue, out var fragment):
                    Add(fragment.SelectionSet, places);
                    break;
            }
        }
    }

    private sealed class Place
    {
        public int Times { get; set; }

        /// <summary>Null for most: a leaf has none.</summary>
        public List<GraphQLSelectionSet>? Below { get; set; }
    }
}
