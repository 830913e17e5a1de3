using ELearning.Embedded.Tests.Bson;
using MongoDB.Bson;

namespace ELearning.Embedded.Tests.Aggregation;

public class PipelineTests
{
    private const string Documents = """
        [{_id: 1, k: 'a', n: 1, list: [1, 2], d: {x: 1}}, {_id: 2, k: 'b', n: 2.5, list: []}, {_id: 3, k: 'a', n: {$numberLong: '4'}, list: null},
         {_id: 4, n: 'x', list: 9}, {_id: 5, k: null, n: 3, d: {x: 5}}]
        """;

    [Theory]
    [InlineData("[{$project: {k: 1}}, {$match: {k: 'a'}}]", "[{_id: 1, k: 'a'}, {_id: 3, k: 'a'}]")]
    [InlineData(
        "[{$group: {_id: '$k', n: {$sum: '$n'}, c: {$count: {}}}}]",
        "[{_id: 'a', n: {$numberLong: '5'}, c: 2}, {_id: 'b', n: 2.5, c: 1}, {_id: null, n: 3, c: 2}]"
    )]
    [InlineData("[{$group: {_id: 1, n: {$sum: 1}}}]", "[{_id: 1, n: 5}]")]
    [InlineData("[{$group: {_id: null, a: {$avg: '$n'}, lo: {$min: '$n'}, hi: {$max: '$n'}}}]", "[{_id: null, a: 2.625, lo: 1, hi: 'x'}]")]
    [InlineData(
        "[{$group: {_id: null, f: {$first: '$k'}, l: {$last: '$k'}, all: {$push: '$k'}, set: {$addToSet: '$k'}}}]",
        "[{_id: null, f: 'a', l: null, all: ['a', 'b', 'a', null], set: ['a', 'b', null]}]"
    )]
    [InlineData(
        "[{$group: {_id: null, f: {$firstN: {input: '$_id', n: 2}}, l: {$lastN: {input: '$k', n: 2}}, m: {$mergeObjects: '$d'}}}]",
        "[{_id: null, f: [1, 2], l: [null, null], m: {x: 5}}]"
    )]
    [InlineData(
        "[{$group: {_id: {k: '$k', big: {$gt: ['$n', 2]}}}}]",
        "[{_id: {k: 'a', big: false}}, {_id: {k: 'b', big: true}}, {_id: {k: 'a', big: true}}, {_id: {big: true}}, {_id: {k: null, big: true}}]"
    )]
    [InlineData("[{$limit: 2}, {$limit: 1}, {$project: {n: 1}}]", "[{_id: 1, n: 1}]")]
    [InlineData("[{$group: {_id: '$k', n: {$sum: 1}}}, {$sort: {n: -1, _id: -1}}, {$skip: 1}, {$limit: 1}]", "[{_id: null, n: 2}]")]
    [InlineData("[{$project: {_id: 0, twice: {$multiply: ['$_id', 2]}}}, {$limit: 2}]", "[{twice: 2}, {twice: 4}]")]
    [InlineData("[{$unset: ['k', 'list', 'n']}, {$match: {d: {$exists: true}}}]", "[{_id: 1, d: {x: 1}}, {_id: 5, d: {x: 5}}]")]
    [InlineData(
        "[{$set: {'d.y': '$n', list: '$$REMOVE', k: {$literal: 1}}}, {$limit: 2}]",
        "[{_id: 1, k: 1, n: 1, d: {x: 1, y: 1}}, {_id: 2, k: 1, n: 2.5, d: {y: 2.5}}]"
    )]
    [InlineData("[{$addFields: {'list.z': 1}}, {$project: {list: 1}}, {$limit: 2}]", "[{_id: 1, list: [{z: 1}, {z: 1}]}, {_id: 2, list: []}]")]
    [InlineData("[{$project: {k: 1}}, {$count: 'total'}]", "[{total: 5}]")]
    [InlineData("[{$project: {k: 1}}, {$match: {k: 'zz'}}, {$count: 'total'}]", "[]")]
    [InlineData("[{$unwind: '$list'}, {$project: {list: 1}}]", "[{_id: 1, list: 1}, {_id: 1, list: 2}, {_id: 4, list: 9}]")]
    [InlineData(
        "[{$unwind: {path: '$list', preserveNullAndEmptyArrays: true, includeArrayIndex: 'at'}}, {$project: {list: 1, at: 1}}]",
        "[{_id: 1, list: 1, at: {$numberLong: '0'}}, {_id: 1, list: 2, at: {$numberLong: '1'}}, {_id: 2, at: null}, {_id: 3, list: null, at: null}, "
            + "{_id: 4, list: 9, at: null}, {_id: 5, at: null}]"
    )]
    [InlineData("[{$project: {d: 1}}, {$match: {d: {$exists: true}}}, {$replaceRoot: {newRoot: '$d'}}]", "[{x: 1}, {x: 5}]")]
    [InlineData("[{$replaceWith: {id: '$_id'}}, {$limit: 1}]", "[{id: 1}]")]
    [InlineData("[{$sortByCount: '$k'}, {$limit: 1}]", "[{_id: 'a', count: 2}]")]
    [InlineData("[{$facet: {some: [{$match: {k: 'b'}}, {$project: {_id: 1}}], all: [{$count: 'n'}]}}]", "[{some: [{_id: 2}], all: [{n: 5}]}]")]
    public void A_pipeline_answers_this(string stages, string expected) => Json.Same(Json.Value(expected), Run(stages));

    [Theory]
    [InlineData("[{$foo: 1}]", 40324)]
    [InlineData("[{$lookup: {from: 'x'}}]", 40324)]
    [InlineData("[{$out: 'x'}]", 40324)]
    [InlineData("[{$match: {}, $sort: {a: 1}}]", 40323)]
    [InlineData("[1]", 14)]
    [InlineData("[{$match: 1}]", 15959)]
    [InlineData("[{$sort: {}}]", 15976)]
    [InlineData("[{$limit: 0}]", 15958)]
    [InlineData("[{$limit: -1}]", 2107201)]
    [InlineData("[{$skip: 'x'}]", 2107200)]
    [InlineData("[{$group: {n: {$sum: 1}}}]", 15955)]
    [InlineData("[{$group: {_id: 1, n: 1}}]", 40234)]
    [InlineData("[{$group: {_id: 1, 'a.b': {$sum: 1}}}]", 40235)]
    [InlineData("[{$group: {_id: 1, n: {$foo: 1}}}]", 15952)]
    [InlineData("[{$group: {_id: 1, n: {$sum: 1, $avg: 1}}}]", 40238)]
    [InlineData("[{$group: {_id: 1, n: {$sum: [1, 2]}}}]", 40237)]
    [InlineData("[{$group: {_id: 1, n: {$firstN: {input: '$a', n: 0}}}}]", 5787908)]
    [InlineData("[{$project: {}}]", 51272)]
    [InlineData("[{$set: {a: 1, 'a.b': 2}}]", 40176)]
    [InlineData("[{$count: ''}]", 40156)]
    [InlineData("[{$count: 'a.b'}]", 40160)]
    [InlineData("[{$unwind: 'list'}]", 28818)]
    [InlineData("[{$unwind: {path: '$list', foo: 1}}]", 28811)]
    [InlineData("[{$sortByCount: 'k'}]", 40149)]
    [InlineData("[{$facet: {a: [{$facet: {b: []}}]}}]", 40600)]
    [InlineData("[{$replaceWith: '$n'}]", 40228)]
    public void A_pipeline_is_refused_with_this_code(string stages, int code) => Json.Refused(code, () => Run(stages));

    [Fact]
    public void Matches_a_sort_a_skip_and_a_limit_in_front_are_offered_to_the_planner()
    {
        var pipeline = Pipeline.Parse(
            Json.Value("[{$match: {a: 1}}, {$match: {b: 2}}, {$sort: {c: -1}}, {$skip: 3}, {$limit: 4}, {$project: {_id: 1}}]").AsBsonArray
        );
        Json.Same(Json.Doc("{$and: [{a: 1}, {b: 2}]}"), pipeline.LeadingMatch!);
        Assert.Equal([new IndexField("c", true).Path], pipeline.LeadingSort!.Fields.Select(field => field.Path));
        Assert.Equal((3, 4), (pipeline.Skip, pipeline.Limit));
        Assert.Single(pipeline.Run([BsonBuffer.Bytes(Json.Doc("{_id: 1}"))]));
    }

    [Fact]
    public void A_limit_before_a_sort_stays_where_it_is()
    {
        var pipeline = Pipeline.Parse(Json.Value("[{$limit: 2}, {$sort: {_id: -1}}]").AsBsonArray);
        Assert.Null(pipeline.LeadingSort);
        Assert.Equal(2, pipeline.Limit);
        Json.Same(Json.Value("[{_id: 2}, {_id: 1}]"), Result(pipeline, Json.Value("[{_id: 1}, {_id: 2}]").AsBsonArray));
    }

    [Fact]
    public void A_stage_does_not_change_the_documents_of_another()
    {
        var result = Run(
            "[{$group: {_id: '$k', docs: {$push: '$$ROOT'}}}, {$limit: 1}, {$unwind: '$docs'}, {$set: {'docs.n': 0, copy: '$docs'}}, {$limit: 1}]"
        );
        Assert.Equal(1, result[0]["copy"]["n"].AsInt32);
        Assert.Equal(0, result[0]["docs"]["n"].AsInt32);
    }

    private static BsonArray Run(string stages) => Result(Pipeline.Parse(Json.Value(stages).AsBsonArray), Json.Value(Documents).AsBsonArray);

    /// <summary>What the command does: the prefix as a planner would serve it, then the rest.</summary>
    internal static BsonArray Result(Pipeline pipeline, BsonArray documents)
    {
        var found = documents.Select(document => BsonBuffer.Bytes(document.AsBsonDocument));
        if (pipeline.LeadingMatch is { } match)
            found = found.Where(bytes => Matcher.Parse(match).Matches(BsonView.Document(bytes)));
        if (pipeline.LeadingSort is { } sort)
            found = found.OrderBy(bytes => sort.KeyOf(BsonView.Document(bytes)), ByteOrder.Instance);
        found = found.Skip((int)pipeline.Skip);
        if (pipeline.Limit is { } limit)
            found = found.Take((int)limit);
        return new(pipeline.Run(found).Select(bytes => BsonView.Document(bytes).ToBsonDocument()));
    }
}
