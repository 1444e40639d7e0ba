using System.Globalization;
using Mogambo.Faults.Planted;
using Mogambo.Faults.Run;

if (args is ["planted", .. var rest])
{
    return await PlantedCommand.RunAsync(rest.FirstOrDefault(), Console.Out);
}

var options = args is ["short", ..] ? RunOptions.ShortRun : args is ["long", ..] ? RunOptions.LongRun : null;
if (options is null || args.Length is not (1 or 3) || (args.Length == 3 && args[1] != "--seed"))
{
    Console.Error.WriteLine("Usage: faults.sh short|long [--seed N], or planted [bug]");
    return 2;
}

var result = await FaultRun.RunAsync(args.Length == 3 ? options with { Seed = int.Parse(args[2], CultureInfo.InvariantCulture) } : options, Console.Out);
Console.WriteLine(result);
return result.IsGood ? 0 : 1;
