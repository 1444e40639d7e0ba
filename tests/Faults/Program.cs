using Mogambo.Faults.Planted;

if (args is ["planted", .. var rest])
{
    return await PlantedCommand.RunAsync(rest.FirstOrDefault(), Console.Out);
}

Console.Error.WriteLine("Usage: Mogambo.Faults short|long|planted [--seed N]");
return 2;
